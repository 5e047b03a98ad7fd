/** Brings the first field that is not right into view, also out of a part that is folded away, and puts the focus there. */
export function showFirstProblem(form: HTMLFormElement): void {
  // After React has marked it.
  requestAnimationFrame(() => {
    const field = form.querySelector<HTMLElement>('[aria-invalid="true"]')
    for (let part = field?.closest('details'); part; part = part.parentElement?.closest('details'))
      part.open = true
    field?.focus()
  })
}
