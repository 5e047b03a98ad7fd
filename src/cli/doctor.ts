import { type Command, type Finding, printJson, printLine, refusePositionals, wantsJson } from './command.ts'

const MARK = { works: 'ok      ', missing: 'missing ', broken: 'BROKEN  ' } as const satisfies Record<
  Finding['state'],
  string
>

export const command: Command = {
  summary: 'Say what works, what is missing and the command that fixes it',
  usage: '[options]',
  options: {},
  run: async (context, parsed) => {
    refusePositionals('doctor', parsed)
    const findings = await context.examine()
    const broken = findings.some((finding) => finding.state === 'broken')
    if (wantsJson(parsed)) {
      printJson(context, { ok: !broken, findings })
      return broken ? 1 : 0
    }
    for (const { area, state, detail, fix } of findings) {
      printLine(context, `${MARK[state]} ${area.padEnd(14)} ${detail}`)
      if (fix !== null) printLine(context, `${' '.repeat(24)}→ ${fix}`)
    }
    return broken ? 1 : 0
  },
}
