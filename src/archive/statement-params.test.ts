import { expect, test } from 'vitest'
import { SessionSettings } from './session-settings.ts'
import { inlineParams, paramTexts, requireParams } from './statement-params.ts'

test('values take the text form that ClickHouse parses', () => {
  expect(
    paramTexts({ a: "o'h\\\t", b: ['x', "'", null, ['y']], c: 1.5, d: true, e: null, f: 2n ** 63n }),
  ).toEqual({
    a: "o\\'h\\\\\\t",
    b: "['x','\\'',NULL,['y']]",
    c: '1.5',
    d: '1',
    e: '\\N',
    f: '9223372036854775808',
  })
  expect(() => paramTexts({ a: {} })).toThrow('cannot be a object')
})

test('a placeholder without a value is an error, not a value of an earlier query', () => {
  expect(() => requireParams('SELECT {a:String}, {b : Array(String)}', { a: '' })).toThrow('"b"')
  expect(() => requireParams('SELECT {a:String}', { a: '' })).not.toThrow()
})

test('values written into a statement stay inside their quotes', () => {
  expect(
    inlineParams('DELETE FROM t WHERE a = {a:String} AND b IN {b:Array(Nullable(String))}', {
      a: "' OR 1 --\\",
      b: ["'"],
    }),
  ).toBe(
    "DELETE FROM t WHERE a = CAST('\\' OR 1 --\\\\' AS String) AND b IN CAST('[\\'\\\\\\'\\']' AS Array(Nullable(String)))",
  )
  expect(() => inlineParams('SELECT {a:String}', {})).toThrow('"a"')
})

test('a session forgets the settings of the statement before', () => {
  const session = new SessionSettings()
  expect(session.prefix({}, {})).toBe('')
  expect(session.prefix({ max_threads: 1, log_comment: "it's" }, { ids: '[1]' })).toBe(
    "SET max_threads = 1, log_comment = 'it\\'s', param_ids = '[1]'; ",
  )
  expect(session.prefix({ max_threads: 2 }, {})).toBe('SET log_comment = DEFAULT, max_threads = 2; ')
  expect(session.prefix({}, {})).toBe('SET max_threads = DEFAULT; ')
  expect(session.prefix({}, {})).toBe('')
  expect(() => session.prefix({ 'a; DROP TABLE posts': 1 }, {})).toThrow('not the name')
})
