import { type LedgerConfig, openLedger } from '../../src/ledger/ledger.ts'

/**
 * Another process on a ledger: `open` opens it, makes sure there is an owner, and closes it; `chats` saves chats
 * until it is killed and prints the id of each once it is saved.
 */
const [task, config] = process.argv.slice(2)
const ledger = await openLedger(JSON.parse(config ?? '') as LedgerConfig)
const owner = await ledger.people.ensureOwner()
while (task === 'chats') {
  const { chatId } = await ledger.chats.ask(owner.id, { chatId: null, question: 'saved?' })
  process.stdout.write(`${chatId}\n`)
}
await ledger.close()
