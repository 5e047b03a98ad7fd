import { createHash } from 'node:crypto'
import type { StoredCampaign } from '../../domain/campaign.ts'

/** Ours, drawn once at random: for objects that say what we think. */
const NAMESPACE = Buffer.from('6f1c7d2e58b44a0f9d3b2c71e8a5940d', 'hex')
/** That of STIX 2.1 for observed objects, so that other tools give an account the same id. */
const SCO_NAMESPACE = Buffer.from('00abedb4aa42466c9c01fed23315a9b7', 'hex')

/**
 * A campaign as a STIX 2.1 bundle: the campaign, its accounts, the DISARM techniques it resembles and the statistics as a note.
 * It names a behaviour, not an intruder: there is no threat actor in it. The same campaign has the same ids every time.
 */
export function stixBundle({
  campaign,
  profile,
  firstSeenAt,
  updatedAt,
  confirmedAt,
}: StoredCampaign): object {
  const created = iso(firstSeenAt)
  const modified = iso(updatedAt)
  const stamp = { spec_version: '2.1', created, modified }
  const campaignId = idOf('campaign', campaign.id)
  const patterns = profile.techniques.map(({ id, name }) => ({
    type: 'attack-pattern',
    id: idOf('attack-pattern', id),
    ...stamp,
    name,
    external_references: [{ source_name: 'DISARM', external_id: id }],
  }))
  const accounts = campaign.accounts.map(({ id }) => ({
    type: 'user-account',
    spec_version: '2.1',
    id: `user-account--${uuid5(SCO_NAMESPACE, JSON.stringify({ account_login: id }))}`,
    account_login: id,
  }))
  const relate = (kind: string, target: string) => ({
    type: 'relationship',
    id: idOf('relationship', `${campaign.id} ${kind} ${target}`),
    ...stamp,
    relationship_type: kind,
    source_ref: campaignId,
    target_ref: target,
  })
  const objects = [
    {
      type: 'campaign',
      id: campaignId,
      ...stamp,
      name: `Coordinated accounts ${campaign.id}`,
      description: campaign.why,
      first_seen: iso(campaign.firstAt),
      last_seen: iso(Math.max(campaign.lastAt, campaign.firstAt + 1)),
      labels: [confirmedAt === null ? 'provisional' : 'confirmed', ...campaign.channels],
      confidence: Math.round(100 * profile.coordination01),
    },
    ...patterns,
    ...patterns.map(({ id }) => relate('uses', id)),
    ...accounts,
    ...accounts.map(({ id }) => relate('related-to', id)),
    {
      type: 'note',
      id: idOf('note', campaign.id),
      ...stamp,
      content:
        `p ${campaign.pValue.toExponential(1)}, q ${campaign.qValue.toExponential(1)}; ${campaign.objectCount} things in common; ` +
        `${campaign.outsiders} accounts outside shared one of them too. Coordination is not harm, and no account is called a bot.`,
      object_refs: [campaignId],
    },
  ]
  return { type: 'bundle', id: idOf('bundle', `${campaign.id} ${modified}`), objects }
}

function idOf(type: string, name: string): string {
  return `${type}--${uuid5(NAMESPACE, `${type} ${name}`)}`
}

/** A UUID made of a name. @see RFC 9562, section 5.5 */
function uuid5(namespace: Buffer, name: string): string {
  const hash = createHash('sha1').update(namespace).update(name).digest().subarray(0, 16)
  hash[6] = ((hash[6] as number) & 0x0f) | 0x50
  hash[8] = ((hash[8] as number) & 0x3f) | 0x80
  const hex = hash.toString('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}

function iso(ms: number): string {
  return new Date(ms).toISOString()
}
