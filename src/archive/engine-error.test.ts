import { expect, test } from 'vitest'
import { AppError } from '../domain/errors.ts'
import { toArchiveError } from './engine-error.ts'

test.each([
  ['ENOSPC', /disk that holds the archive is full/],
  ['EDQUOT', /disk that holds the archive is full/],
  ['EROFS', /cannot be written/],
  ['EPERM', /cannot be written/],
  ['EACCES', /cannot be written/],
  ['ECONNREFUSED', /cannot be reached/],
])('what the system calls %s says what is wrong', (code, message) => {
  const error = toArchiveError(Object.assign(new Error('write failed'), { code }))
  expect(error).toBeInstanceOf(AppError)
  expect(error).toMatchObject({ code: 'store_failed', message: expect.stringMatching(message) })
})

test("the engine's own full disk says the same", () => {
  const error = toArchiveError(Object.assign(new Error('no room'), { code: '243', type: 'NOT_ENOUGH_SPACE' }))
  expect(error).toMatchObject({ code: 'store_failed', message: expect.stringMatching(/is full/) })
})
