import type { Post } from '../../domain/post.ts'

/** An account that says something, with where, in which language and when. */
export type Speaker = Pick<Post, 'author' | 'source' | 'lang' | 'createdAt'>
