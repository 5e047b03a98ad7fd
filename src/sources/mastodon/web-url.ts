const URL_LENGTH_MAX = 4_096

/** Whether this is the address of something on the web that can be stored and shown as a link. */
export function isWebUrl(value: string): boolean {
  return (
    value.length <= URL_LENGTH_MAX && /^https?:\/\/[^\s\p{Cc}\p{Cs}]+$/iu.test(value) && URL.canParse(value)
  )
}
