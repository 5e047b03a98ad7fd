import { AppError } from '../domain/errors.ts'
export const used = [AppError]
