import { enableCompileCache } from 'node:module'

// Compiled code is kept between starts: it halves the time to the first page.
enableCompileCache()

const { runProcess } = await import('./run-process.ts')
process.exitCode = await runProcess(process.argv.slice(2))
