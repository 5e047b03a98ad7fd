import { randomBytes } from 'node:crypto'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AtpAgent } from '@atproto/api'
import { mockNetworkUtilities, TestPds, TestPlc } from '@atproto/dev-env'

/**
 * A real Bluesky network on loopback, from @atproto/dev-env: the directory of accounts and a personal data server
 * with its firehose. The server can be shut down and started again on the same data.
 */
export class LocalNetwork implements AsyncDisposable {
  readonly #dir: string
  readonly #plc: TestPlc
  readonly #rotationKey = randomBytes(32).toString('hex')
  #pds: TestPds | null = null

  constructor(dir: string, plc: TestPlc) {
    this.#dir = dir
    this.#plc = plc
  }

  static async start(): Promise<LocalNetwork> {
    const dir = await mkdtemp(join(tmpdir(), 'verity-network-'))
    await mkdir(join(dir, 'pds'))
    const network = new LocalNetwork(dir, await TestPlc.create({}))
    await network.startPds()
    return network
  }

  get pds(): TestPds {
    if (this.#pds === null) throw new Error('the server is down')
    return this.#pds
  }

  get plcUrl(): string {
    return this.#plc.url
  }

  /** Where its firehose is. */
  get socketUrl(): string {
    return this.pds.url.replace(/^http/, 'ws')
  }

  async startPds(port?: number): Promise<void> {
    this.#pds = await TestPds.create({
      didPlcUrl: this.#plc.url,
      dataDirectory: join(this.#dir, 'pds'),
      blobstoreDiskLocation: join(this.#dir, 'blobs'),
      plcRotationKeyK256PrivateKeyHex: this.#rotationKey,
      ...(port !== undefined && { port }),
    })
    mockNetworkUtilities(this.#pds)
  }

  /** Cuts every line and starts again on the same port and data. */
  async restartPds(): Promise<void> {
    const { port } = this.pds
    await this.pds.close()
    await this.startPds(port)
  }

  async signUp(name: string): Promise<AtpAgent> {
    const agent = new AtpAgent({ service: this.pds.url })
    const account = { handle: `${name}.test`, email: `${name}@example.test`, password: 'a-long-password' }
    await agent.createAccount(account)
    return agent
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#pds?.close()
    await this.#plc.close()
    await rm(this.#dir, { recursive: true, force: true })
  }
}
