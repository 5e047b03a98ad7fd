import { createReadStream } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { extname, join, normalize, sep } from 'node:path'
import { Readable } from 'node:stream'
import type { Context, MiddlewareHandler } from 'hono'

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
}

/**
 * Serves the built web app. Files under /assets/ carry their hash in the name and never change;
 * a path without a dot is a page of the app and gets index.html. A path cannot leave the folder.
 */
export function serveWebApp(webDir: string): MiddlewareHandler {
  return async (context, next) => {
    if (context.req.method !== 'GET' && context.req.method !== 'HEAD') return await next()
    const path = decodePath(new URL(context.req.url).pathname)
    if (path === null) return await next()
    const response = await serveFile(context, webDir, path)
    if (response !== null) return response
    return path.includes('.')
      ? await next()
      : ((await serveFile(context, webDir, '/index.html')) ?? (await next()))
  }
}

async function serveFile(context: Context, webDir: string, path: string): Promise<Response | null> {
  const file = join(webDir, normalize(path))
  const type = CONTENT_TYPES[extname(file)]
  if (type === undefined || !file.startsWith(webDir + sep)) return null
  const sizeBytes = await fileSize(file)
  if (sizeBytes === null) return null
  context.header('Content-Type', type)
  context.header('Content-Length', String(sizeBytes))
  context.header(
    'Cache-Control',
    path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
  )
  if (context.req.method === 'HEAD') return context.body(null)
  if (type.startsWith('text/html')) return context.body(await readFile(file))
  return context.body(Readable.toWeb(createReadStream(file)) as ReadableStream)
}

async function fileSize(file: string): Promise<number | null> {
  try {
    const found = await stat(file)
    return found.isFile() ? found.size : null
  } catch {
    return null
  }
}

function decodePath(path: string): string | null {
  try {
    const decoded = decodeURIComponent(path)
    return decoded.includes('\0') ? null : decoded
  } catch {
    return null
  }
}
