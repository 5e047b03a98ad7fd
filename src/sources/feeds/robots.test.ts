import { expect, test } from 'vitest'
import { allowsUrl, parseRobots } from './robots.ts'

function allows(robots: string, path: string): boolean {
  return allowsUrl(parseRobots(robots, 'verity'), `https://courier.example${path}`)
}

test('the group that names us holds; the general one only where none does', () => {
  const robots =
    'User-agent: *\nDisallow: /\n\nUser-agent: other\nUser-agent: VERITY/2.0\nDisallow: /private\n'
  expect(allows(robots, '/news')).toBe(true)
  expect(allows(robots, '/private/1')).toBe(false)
  expect(allows('User-agent: *\nDisallow: /a', '/a')).toBe(false)
  expect(allows('User-agent: verity-news\nDisallow: /', '/a')).toBe(true)
})

test('groups that name us twice are one; rules after other lines still belong to their group', () => {
  const robots =
    'User-agent: verity\nDisallow: /a\nSitemap: https://x.example/s\nDisallow: /b\n\nUser-agent: verity\nDisallow: /c'
  expect(['/a', '/b', '/c', '/d'].map((path) => allows(robots, path))).toEqual([false, false, false, true])
})

test('the longest rule wins, and allowing wins a tie', () => {
  const robots = 'User-agent: *\nDisallow: /news\nAllow: /news/open\nDisallow: /x\nAllow: /x'
  expect(allows(robots, '/news/shut')).toBe(false)
  expect(allows(robots, '/news/open/1')).toBe(true)
  expect(allows(robots, '/x')).toBe(true)
})

test('wildcards and ends are understood', () => {
  const robots = 'User-agent: *\nDisallow: /*.pdf$\nDisallow: /*/print/\nDisallow: /*?session='
  expect(allows(robots, '/a/b.pdf')).toBe(false)
  expect(allows(robots, '/a/b.pdf?x=1')).toBe(true)
  expect(allows(robots, '/news/print/1')).toBe(false)
  expect(allows(robots, '/a?session=1')).toBe(false)
  expect(allows('User-agent: *\nDisallow: /a*bc$', '/abxbcbc')).toBe(false)
  expect(allows('User-agent: *\nDisallow: /ab*b$', '/ab')).toBe(true)
})

test('an empty rule, an empty file and a page of HTML allow all', () => {
  for (const robots of ['User-agent: *\nDisallow:', '', '<!doctype html><html>not found</html>'])
    expect(allows(robots, '/a')).toBe(true)
})

test('paths are compared as they are encoded', () => {
  expect(allows('User-agent: *\nDisallow: /é', '/%C3%A9t%C3%A9')).toBe(false)
  expect(allows('User-agent: *\nDisallow: /%c3%a9', '/été')).toBe(false)
})

test('robots.txt itself is always open; the delay that a site asks for is read', () => {
  expect(allows('User-agent: *\nDisallow: /', '/robots.txt')).toBe(true)
  expect(parseRobots('User-agent: *\nCrawl-delay: 2.5', 'verity').crawlDelayS).toBe(2.5)
  expect(parseRobots('User-agent: *\nCrawl-delay: soon', 'verity').crawlDelayS).toBeNull()
})

test('hostile rules cost little', () => {
  const robots = `User-agent: *\n${`Disallow: /${'*a'.repeat(1_000)}$\n`.repeat(3_000)}`
  expect(allows(robots, `/${'a'.repeat(5_000)}b`)).toBe(true)
})
