import { type Command, integerOption, refusePositionals, textOption } from './command.ts'

export const command: Command = {
  summary: 'Serve web, API and live sources',
  usage: '[options]',
  options: {
    port: { type: 'string', value: 'N', describe: 'port of web and API (default 4242, or PORT)' },
    host: {
      type: 'string',
      value: 'ADDRESS',
      describe: 'address to listen on (default 127.0.0.1, or VERITY_HOST)',
    },
    'no-live': { type: 'boolean', describe: 'start no live source' },
  },
  run: async (context, parsed) => {
    refusePositionals('start', parsed)
    const port = integerOption(parsed, 'port', { min: 0, max: 65_535 })
    const host = textOption(parsed, 'host')
    await context.serve({
      ...(port !== undefined && { port }),
      ...(host !== undefined && { host }),
      live: parsed.values['no-live'] !== true,
    })
    return 0
  },
}
