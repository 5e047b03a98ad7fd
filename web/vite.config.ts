import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** `npm run dev -w web` proxies to a Verity server, or to the mock of `dev/mock-server.ts`, on this port. */
const apiPort = 4242

export default defineConfig({
  plugins: [react()],
  server: { port: 4243, proxy: { '/api': `http://127.0.0.1:${apiPort}` } },
  // Nothing is inlined as a data: URI, so the page works under a content security policy of 'self'.
  build: {
    outDir: 'dist',
    assetsInlineLimit: 0,
    manifest: true,
    target: 'es2023',
    reportCompressedSize: true,
  },
})
