import { expect, test } from 'vitest'
import { DROPPED_REASONS, PARKED_REASONS } from '../src/sources/mastodon/reasons.ts'
import { MESSAGES } from '../web/src/shared/i18n/messages.ts'

test('every reason by which Mastodon leaves something out has words in both languages', () => {
  for (const reason of [...PARKED_REASONS, ...DROPPED_REASONS]) {
    expect(MESSAGES, reason).toHaveProperty([`reason.${reason}`], {
      en: expect.any(String),
      fr: expect.any(String),
    })
  }
})
