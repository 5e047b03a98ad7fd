import type { ConnectionBodyJson, ModelsJson, RoleBodyJson } from '../contract/model.ts'
import type { ModelRole } from '../domain/model-roles.ts'

/** Which models do what, as screens and commands show and change it; the owner's business. */
export type ManagedModels = {
  describe(): Promise<ModelsJson>
  /** @throws {AppError} invalid_input or not_found for a model that cannot be reached */
  changeRole(role: ModelRole, change: RoleBodyJson): Promise<void>
  /** @throws {AppError} invalid_input, also where a key would go to another server than it was given for */
  setConnection(id: string, connection: ConnectionBodyJson): Promise<void>
  /** Takes its models out of every role. @throws {AppError} not_found */
  removeConnection(id: string): Promise<void>
}
