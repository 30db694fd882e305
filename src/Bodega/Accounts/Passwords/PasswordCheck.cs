namespace Bodega.Accounts.Passwords;

/// <summary>What comparing a password with a stored form came to; the default value is a refusal.</summary>
/// <param name="Matches">The password is the one the stored form was made from.</param>
/// <param name="NeedsRehash">
/// It matches, but the form is an older kind or has other parameters than new hashes: store a fresh
/// <see cref="PasswordHasher.HashAsync"/> in its place. Never set on a refusal.
/// </param>
public readonly record struct PasswordCheck(bool Matches, bool NeedsRehash);
