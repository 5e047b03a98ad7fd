import { useEffect, useRef } from 'react'

export type KeyMap = Readonly<Record<string, () => void>>

/**
 * Single keys that act while this component is on screen. They rest while someone types, while a modal is open,
 * and with Ctrl, Alt or Meta held, so browser and screen reader shortcuts keep working.
 */
export function useKeys(keys: KeyMap): void {
  const latest = useRef(keys)
  useEffect(() => {
    latest.current = keys
  })
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || isTyping(event.target))
        return
      if (document.querySelector('dialog[open]')) return
      const act = latest.current[event.key]
      if (!act) return
      event.preventDefault()
      act()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [])
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  const isTextInput =
    target instanceof HTMLInputElement && !['checkbox', 'radio', 'button', 'file'].includes(target.type)
  return isTextInput || target instanceof HTMLTextAreaElement || target.isContentEditable
}

/**
 * Moves focus by `step` among the elements a selector finds. From outside them it goes on from the one that is open
 * (`aria-current`), or else starts at the first or last.
 */
export function moveFocus(selector: string, step: 1 | -1): void {
  const elements = [...document.querySelectorAll<HTMLElement>(selector)]
  const focused = elements.indexOf(document.activeElement as HTMLElement)
  const at = focused >= 0 ? focused : elements.findIndex((element) => element.hasAttribute('aria-current'))
  const next = at < 0 ? (step === 1 ? 0 : elements.length - 1) : at + step
  elements[next]?.focus()
}
