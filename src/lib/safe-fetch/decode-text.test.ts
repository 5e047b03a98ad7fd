import { expect, test } from 'vitest'
import { type DocumentKind, decodeText } from './decode-text.ts'

function decode(bytes: Buffer, contentType: string | null = null, kind: DocumentKind = 'html') {
  return decodeText(bytes, contentType, kind)
}

const latin1 = (text: string) => Buffer.from(text, 'latin1')

test('a byte order mark says more than anything else, and is not text', () => {
  expect(decode(Buffer.from('\ufeffété'), 'text/html; charset=iso-8859-1')).toEqual({
    text: 'été',
    charset: 'utf-8',
  })
  expect(decode(Buffer.from('\ufeffété', 'utf16le'))).toEqual({ text: 'été', charset: 'utf-16le' })
  expect(decode(Buffer.from('\ufeffété', 'utf16le').swap16())).toEqual({ text: 'été', charset: 'utf-16be' })
})

test('the header, then the document, then UTF-8, then windows-1252 decide', () => {
  const russian = Buffer.from([0xcf, 0xf0, 0xe8, 0xe2, 0xe5, 0xf2])
  expect(decode(russian, 'text/html; charset="windows-1251"').text).toBe('Привет')
  expect(decode(Buffer.concat([latin1('<meta charset=windows-1251>'), russian])).text).toContain('Привет')
  expect(
    decode(Buffer.concat([latin1('<?xml version="1.0" encoding="windows-1251"?>'), russian]), null, 'xml')
      .text,
  ).toContain('Привет')
  expect(decode(latin1('<p>été \x80</p>'))).toEqual({ text: '<p>été €</p>', charset: 'windows-1252' })
  expect(decode(Buffer.from('été')).charset).toBe('utf-8')
})

test('two lies are corrected: UTF-8 called Latin-1, and Latin-1 called UTF-8', () => {
  expect(decode(Buffer.from('été'), 'text/html; charset=iso-8859-1').text).toBe('été')
  expect(decode(latin1('été'), 'text/html; charset=utf-8').text).toBe('été')
  expect(
    decode(
      Buffer.concat([latin1('<meta charset="iso-8859-2">'), Buffer.from([0xb3])]),
      'text/html; charset=utf-8',
    ).text,
  ).toContain('ł')
})

test('East Asian encodings are read', () => {
  expect(decode(Buffer.from([0x93, 0xfa, 0x96, 0x7b]), 'text/html; charset=shift_jis').text).toBe('日本')
  expect(decode(Buffer.from([0xc4, 0xe3, 0xba, 0xc3]), 'text/html; charset=gbk').text).toBe('你好')
})

test('unknown and dangerous names are as if there were none', () => {
  for (const name of ['utf-7', 'x-nonsense', 'iso-2022-kr', '"', 'constructor'])
    expect(decode(Buffer.from('été'), `text/html; charset=${name}`).text).toBe('été')
  expect(decode(latin1('<meta charset=utf-16>abc')).text).toContain('abc')
})

test('JSON is UTF-8 whatever its header says; broken bytes become replacement characters', () => {
  expect(decode(Buffer.from('{"a":"é"}'), 'application/json; charset=utf-16', 'json').text).toBe('{"a":"é"}')
  expect(decode(Buffer.from([0x81, 0x20]), 'text/html; charset=shift_jis').text).toContain('\ufffd')
  expect(decode(Buffer.alloc(0)).text).toBe('')
})
