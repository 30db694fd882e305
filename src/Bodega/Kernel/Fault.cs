namespace Bodega.Kernel;

/// <summary>What sort of refusal a <see cref="Fault"/> is; a surface that has no word of its own for a code answers by kind.</summary>
public enum FaultKind
{
    /// <summary>The input breaks a rule.</summary>
    Invalid,

    /// <summary>Nobody is signed in, or the proof given is wrong.</summary>
    Unauthenticated,

    /// <summary>Known, but not allowed.</summary>
    Forbidden,

    /// <summary>There is no such thing in the caller's tenant.</summary>
    NotFound,

    /// <summary>The present state does not allow it.</summary>
    Conflict,

    /// <summary>Tried too often.</summary>
    TooMany,

    /// <summary>Cannot be done now; trying later may succeed.</summary>
    Unavailable,

    /// <summary>A bug; the log holds the exception under the request id.</summary>
    Bug,
}

/// <summary>A refusal: a value, never thrown.</summary>
/// <param name="Kind">What sort of refusal it is.</param>
/// <param name="Code">Stable English code in kebab case; never shown to people.</param>
/// <param name="Subject">What it is about (an id, a name, a limit), for the surface's words; may be null.</param>
public record Fault(FaultKind Kind, string Code, string? Subject = null)
{
    /// <summary>Seconds after which the same request may succeed; only with <see cref="FaultKind.TooMany"/> and <see cref="FaultKind.Unavailable"/>.</summary>
    public int? RetryAfterSeconds { get; init; }
}
