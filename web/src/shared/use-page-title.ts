import { useEffect } from 'react'

/** What the browser's tab and history call this screen. */
export function usePageTitle(name: string): void {
  useEffect(() => {
    document.title = name === '' ? 'Verity' : `${name} – Verity`
  }, [name])
}
