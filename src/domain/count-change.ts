/**
 * How often others reacted to a post since it was last said, to be added to what was known; negative when more was
 * withdrawn than given. A change says nothing about the total of a post whose beginning was not heard.
 */
export type CountChange = { readonly likes: number; readonly reposts: number; readonly replies: number }
