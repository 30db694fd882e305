namespace Bodega.Accounts.Passwords;

/// <summary>
/// As many callers as the gate allows are already waiting for a password hash; nothing was hashed and nothing is known
/// about the password.
/// </summary>
/// <remarks>
/// An exception and not a fault, because no rule refused: the process is out of a resource, as when the database has no
/// connection left. The server's exception handler answers 503 in the surface's words; use cases let it pass.
/// </remarks>
public sealed class PasswordHashOverloadException : Exception
{
    /// <summary>The overload of a gate whose size is not told.</summary>
    public PasswordHashOverloadException() : base("Too many sign-ins are waiting for a password hash.") { }

    /// <summary>The overload in the caller's words.</summary>
    public PasswordHashOverloadException(string message) : base(message) { }

    /// <summary>The overload in the caller's words, with what led to it.</summary>
    public PasswordHashOverloadException(string message, Exception innerException) : base(message, innerException) { }

    internal PasswordHashOverloadException(int waiting) : base($"{waiting} callers are already waiting for a password hash.") { }
}
