/** An edit does not fit the schedule as it stands. The message is for the person who made it and says the way out. */
export class EditRefused extends Error {
  override readonly name = 'EditRefused';
}
