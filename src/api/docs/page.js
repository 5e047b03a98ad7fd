// The page of the API: lists what openapi.json describes and sends what is typed. Plain script, served as it stands.

const METHODS = ['get', 'post', 'put', 'patch', 'delete']
const EXAMPLES = {
  'post /v1/chat/completions': {
    model: 'verity-embedded',
    messages: [{ role: 'user', content: 'What happened today?' }],
    stream: false,
  },
  'post /v1/responses': {
    model: 'verity-embedded',
    input: 'What happened today?',
    tools: [{ type: 'x_search' }],
  },
  'post /v1/messages': {
    model: 'verity-embedded',
    max_tokens: 500,
    messages: [{ role: 'user', content: 'What happened today?' }],
  },
  'post /api/ask': { question: 'What happened today?' },
}

const main = document.querySelector('#routes')
const key = document.querySelector('#key')
const find = document.querySelector('#find')

const description = await (await fetch('/api/openapi.json')).json()
const routes = Object.entries(description.paths).flatMap(([path, methods]) =>
  METHODS.filter((method) => method in methods).map((method) => ({ method, path, ...methods[method] })),
)
main.replaceChildren(...routes.map(show))
find.addEventListener('input', () => {
  for (const [at, child] of [...main.children].entries()) {
    const { method, path, summary } = routes[at]
    child.hidden = !`${method} ${path} ${summary}`.toLowerCase().includes(find.value.toLowerCase())
  }
})

function show(route) {
  const details = element('details')
  const line = element('summary', element('code', `${route.method.toUpperCase()} ${route.path}`), ' ')
  line.append(element('span', route.summary))
  line.lastChild.className = 'summary'
  details.append(line)
  details.addEventListener(
    'toggle',
    () => details.open && details.childElementCount === 1 && details.append(form(route)),
  )
  return details
}

function form(route) {
  const inputs = (route.parameters ?? []).map((parameter) => ({ parameter, input: element('input') }))
  const body = route.requestBody === undefined ? null : element('textarea')
  if (body !== null) {
    body.rows = 10
    body.value = JSON.stringify(EXAMPLES[`${route.method} ${route.path}`] ?? {}, null, 2)
    body.setAttribute('aria-label', 'Body')
  }
  const output = element('pre')
  const schema = route.requestBody?.content?.['application/json']?.schema
  const node = element(
    'form',
    ...inputs.map(({ parameter, input }) => element('label', parameter.name, input)),
    ...(body === null ? [] : [body]),
    element('button', 'Send'),
    output,
    ...(schema === undefined ? [] : [folded('Schema of the body', JSON.stringify(schema, null, 2))]),
  )
  node.addEventListener('submit', (event) => {
    event.preventDefault()
    send(route, inputs, body, output).catch((error) => {
      output.textContent = String(error)
    })
  })
  return node
}

async function send(route, inputs, body, output) {
  let path = route.path
  const query = new URLSearchParams()
  for (const { parameter, input } of inputs) {
    if (parameter.in === 'path') path = path.replace(`{${parameter.name}}`, encodeURIComponent(input.value))
    else if (input.value !== '') query.set(parameter.name, input.value)
  }
  output.textContent = '…'
  const response = await fetch(query.size === 0 ? path : `${path}?${query}`, {
    method: route.method.toUpperCase(),
    headers: {
      ...(body !== null && { 'content-type': 'application/json' }),
      ...(key.value !== '' && { authorization: `Bearer ${key.value}` }),
    },
    ...(body !== null && { body: body.value }),
  })
  output.textContent = `${response.status}\n\n`
  const isJson = (response.headers.get('content-type') ?? '').includes('json')
  if (isJson) output.append(JSON.stringify(await response.json(), null, 2))
  else if (response.body !== null)
    for await (const text of response.body.pipeThrough(new TextDecoderStream())) output.append(text)
}

function folded(title, text) {
  return element('details', element('summary', title), element('pre', text))
}

function element(name, ...children) {
  const node = document.createElement(name)
  node.append(...children)
  return node
}
