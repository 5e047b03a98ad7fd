import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { runCommand } from './support/run-command.ts'

const HEADER = 'object_id,account_id,content_id,timestamp_share\n'
const TOOLKIT = ['--rule', 'toolkit', '--window', '60', '--min-weight', '1']

describe('verity network', () => {
  let dir = ''
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'verity-network-'))
  })
  afterEach(() => rmSync(dir, { recursive: true, force: true }))

  it('writes the directed edges of the toolkit from packed and plain files together', async () => {
    const one = file('one.csv.gz', gzipSync(`${HEADER}story,ann,a1,100\nstory,bob,b1,130\n`))
    const two = file('two.csv', `${HEADER}story,cleo,c1,150\r\n,cleo,c2,150\r\n`)
    const { code, stdout } = await network('--in', one, '--in', two, ...TOOLKIT, '--json')
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ actions: 3, edges: 6, left_out: { no_object: 1 } })
    expect(written('out.csv').split('\n').slice(0, 3)).toEqual([
      'user_1,user_2,weight',
      'ann,bob,1',
      'ann,cleo,1',
    ])
  })

  it('lets the first of a repeated content id count', async () => {
    const input = file('in.csv', `${HEADER}x,ann,same,0\nx,bob,same,0\nx,cleo,c1,0\n`)
    await network('--in', input, ...TOOLKIT)
    expect(written('out.csv')).toBe('user_1,user_2,weight\nann,cleo,1\ncleo,ann,1\n')
  })

  it('writes the undirected edges of CooRTweet, with a second window beside the first', async () => {
    const rows = 'x,ann,1,0\nx,bob,2,50\ny,ann,3,0\ny,cleo,4,5\nz,ann,5,0\nz,cleo,6,5\n'
    const input = file('in.csv', HEADER + rows)
    const options = ['--rule', 'coortweet', '--window', '60', '--min-participation', '1']
    await network('--in', input, ...options)
    expect(written('out.csv')).toBe(
      'from,to,weight,avg_time_delta,edge_symmetry_score,weight_threshold\nann,bob,1,50,1,0\nann,cleo,2,5,1,1\n',
    )
    await network('--in', input, ...options, '--fast', '10')
    expect(written('out.csv').split('\n')[1]).toBe('ann,bob,1,50,1,0,,,,')
    expect(written('out.csv').split('\n')[2]).toBe('ann,cleo,2,5,1,1,2,5,1,0')
  })

  it('reads columns of other names, quoted fields and times in ISO 8601', async () => {
    const rows = '"a ""link"", long",ann,1,1970-01-01T00:00:00Z\n"a ""link"", long",bob,2,30\n'
    const input = file('in.csv', `link,who,post,at\n${rows}`)
    const columns = ['--columns', 'object=link,account=who,content=post,time=at']
    await network('--in', input, ...columns, ...TOOLKIT)
    expect(written('out.csv')).toContain('ann,bob,1')
  })

  it('reads posts; reposts count in their own channel only', async () => {
    const post = (id: string, author: string, more: object) =>
      JSON.stringify({ id, author, text: 'Look', created_at: '2026-01-01T00:00:00Z', ...more })
    const lines = [
      post('1', 'ann', { urls: ['https://a.example/x', 'https://a.example/y'] }),
      post('2', 'bob', { urls: ['https://a.example/y'] }),
      post('3', 'cleo', { urls: ['https://a.example/y'], repost_of: '1' }),
      post('4', 'dora', { repost_of: '1' }),
      'not a post',
    ]
    const input = file('in.ndjson', lines.join('\n'))
    await network('--in', input, ...TOOLKIT, '--channel', 'url')
    expect(written('out.csv')).toBe('user_1,user_2,weight\nann,bob,1\nbob,ann,1\n')
    await network('--in', input, ...TOOLKIT, '--channel', 'repost')
    expect(written('out.csv')).toContain('cleo,dora,1')
    const { stdout } = await network('--in', input, ...TOOLKIT, '--channel', 'similar', '--min-tokens', '1')
    expect(stdout).toContain('1 not a post')
    expect(written('out.csv')).toBe('user_1,user_2,weight\nann,bob,1\nbob,ann,1\n')
  })

  it('writes GraphML and JSON that hold hostile names', async () => {
    const input = file('in.csv', `${HEADER}x,"<&""\u0001",1,0\nx,bob,2,0\n`)
    await network('--in', input, ...TOOLKIT, '--out', join(dir, 'out.graphml'))
    expect(written('out.graphml')).toContain('<edge source="&lt;&amp;&quot;\ufffd" target="bob">')
    await network('--in', input, ...TOOLKIT, '--out', join(dir, 'out.json'))
    const { directed, edges } = JSON.parse(written('out.json'))
    expect(directed).toBe(true)
    expect(edges).toContainEqual({ user_1: '<&"\u0001', user_2: 'bob', weight: 1 })
  })

  it.each([
    [['--rule', 'toolkit', '--window', '60', '--fast', '5'], '--fast belongs to --rule coortweet'],
    [['--rule', 'other', '--window', '60'], '--rule must be one of coortweet, toolkit'],
    [['--rule', 'toolkit'], '--window SECONDS is missing'],
    [['--rule', 'toolkit', '--window', '60', '--similarity', '0.9'], '--similarity needs --channel similar'],
    [['--rule', 'coortweet', '--window', '60', '--channel', 'similar'], 'CooRTweet compares no texts'],
    [['--rule', 'coortweet', '--window', '60', '--fast', '61'], '--fast must not be wider'],
    [['--rule', 'coortweet', '--window', '60', '--edge-weight', '2'], 'a number from 0 to 1'],
    [['--rule', 'toolkit', '--window', '60', '--columns', 'who=x'], '--columns must look like'],
    [['--rule', 'toolkit', '--window', '60', '--columns', 'object=link'], 'has no column link'],
    [['--rule', 'toolkit', '--window', '60', '--in', 'nowhere.csv'], 'There is no file nowhere.csv'],
    [['--rule', 'toolkit', '--window', '60', '--out', 'net.txt'], '--out must name a file'],
  ])('refuses %j and says why, with exit code 2', async (options, message) => {
    const input = file('in.csv', `${HEADER}x,ann,1,0\n`)
    const { code, stderr } = await network('--in', input, ...options)
    expect(stderr).toContain(message)
    expect(code).toBe(2)
  })

  function file(name: string, content: string | Uint8Array): string {
    writeFileSync(join(dir, name), content)
    return join(dir, name)
  }

  function written(name: string): string {
    return readFileSync(join(dir, name), 'utf8')
  }

  function network(...options: string[]) {
    const out = options.includes('--out') ? [] : ['--out', join(dir, 'out.csv')]
    return runCommand(['network', ...options, ...out])
  }
})
