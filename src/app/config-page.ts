import { z } from 'zod'
import { environmentSchema } from './config.ts'

/** The reference page of all settings, as Markdown. */
export function configurationPage(): string {
  const { properties = {} } = z.toJSONSchema(environmentSchema, { io: 'input', unrepresentable: 'any' })
  const rows = Object.entries(properties).map(([name, property]) => {
    const {
      default: preset,
      description = '',
      enum: choices,
    } = property as {
      default?: unknown
      description?: string
      enum?: unknown[]
    }
    const allowed =
      choices === undefined ? '' : ` One of ${choices.map((choice) => `\`${choice}\``).join(', ')}.`
    return `| \`${name}\` | ${preset === undefined ? '' : `\`${preset}\``} | ${description}${allowed} |`
  })
  return `${HEAD}\n| setting | default | what it does |\n| --- | --- | --- |\n${rows.join('\n')}\n`
}

const HEAD = `# Settings

Settings are environment variables, read once at start. An unknown \`VERITY_…\` or \`CLICKHOUSE_…\` name stops the start
with a message that lists the allowed ones. Nothing needs to be set: every default works alone. What people change
while Verity runs (how long posts are kept, which sources are connected) is in the web app.

This page is generated: \`node scripts/write-configuration.ts\`.
`
