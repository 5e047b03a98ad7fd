import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/** What becomes of one connection. */
export type LineFault =
  | { readonly kind: 'none' }
  | { readonly kind: 'refused' }
  /** Both ends lose each other so long after the first byte. */
  | { readonly kind: 'cut'; readonly afterMs: number }
  /** The request arrives and is carried out; of the answer nothing comes back. */
  | { readonly kind: 'answer lost' }
  | { readonly kind: 'slow'; readonly byMs: number }

/** A line on loopback in front of a server, which fails as it is told for each connection. */
export class UnreliableLine implements AsyncDisposable {
  readonly #server = createServer((client) => this.#join(client))
  readonly #sockets = new Set<Socket>()
  /** Where the server listens now. */
  targetPort = 0
  nextFault: () => LineFault = () => ({ kind: 'none' })

  static async open(): Promise<UnreliableLine> {
    const line = new UnreliableLine()
    await new Promise<void>((resolve) => line.#server.listen(0, '127.0.0.1', resolve))
    return line
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.#sockets) socket.destroy()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  #join(client: Socket): void {
    const fault = this.nextFault()
    this.#keep(client)
    if (fault.kind === 'refused') {
      client.destroy()
      return
    }
    const server = connect(this.targetPort, '127.0.0.1')
    this.#keep(server)
    const part = () => {
      client.destroy()
      server.destroy()
    }
    client.on('close', () => server.destroy())
    server.on('close', () => client.end())
    client.pipe(server, { end: false })
    if (fault.kind === 'cut') client.once('data', () => setTimeout(part, fault.afterMs))
    if (fault.kind === 'answer lost') server.once('data', part)
    else if (fault.kind === 'slow')
      server.on('data', (chunk) => setTimeout(() => client.writable && client.write(chunk), fault.byMs))
    else server.pipe(client, { end: false })
  }

  #keep(socket: Socket): void {
    this.#sockets.add(socket)
    socket.on('error', () => undefined)
    socket.on('close', () => this.#sockets.delete(socket))
  }
}
