import { describeLedger } from './ledger-behaviour.ts'
import { DATABASES } from './support/ledger-databases.ts'

for (const { name, start } of DATABASES) describeLedger(name, start)
