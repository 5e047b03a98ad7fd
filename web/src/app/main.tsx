import '@fontsource-variable/inter/index.css'
import '@fontsource-variable/source-serif-4/index.css'
import '@fontsource-variable/jetbrains-mono/index.css'
import '../shared/ui/tokens.css'
import '../shared/ui/base.css'
import { QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { ApiError } from '../shared/api/client.ts'
import { meQuery, retryQuery } from '../shared/api/queries.ts'
import { Gate } from './Gate.tsx'
import { router } from './router.tsx'

/** A session that ended elsewhere: asking who is here again brings up the sign-in page. */
function noticeSignedOut(error: Error): void {
  if (error instanceof ApiError && error.status === 401)
    void queries.invalidateQueries({ queryKey: meQuery.queryKey })
}

const queries: QueryClient = new QueryClient({
  queryCache: new QueryCache({ onError: noticeSignedOut }),
  defaultOptions: {
    queries: { retry: retryQuery, refetchOnWindowFocus: false, networkMode: 'always' },
    mutations: { networkMode: 'always' },
  },
})

const root = document.getElementById('root')
if (root) {
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={queries}>
        <Gate>
          <RouterProvider router={router} />
        </Gate>
      </QueryClientProvider>
    </StrictMode>,
  )
}
