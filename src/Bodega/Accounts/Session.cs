namespace Bodega.Accounts;

/// <summary>One sign-in on one surface. Only the SHA-256 of its token is kept, so a stolen database opens nothing.</summary>
public sealed class Session
{
    /// <summary>Our key.</summary>
    public long Id { get; init; }

    /// <summary>SHA-256 of the token; unique.</summary>
    public required byte[] TokenHash { get; init; }

    /// <summary>What the wire calls the session's token, on surfaces whose clients list their sessions. The cookie holds a signature beside it,
    /// so this opens nothing (docs/decisions/0016).</summary>
    public string? Handle { get; init; }

    /// <summary>Who signed in.</summary>
    public required long AccountId { get; init; }

    /// <summary>Who signed in.</summary>
    public Account? Account { get; init; }

    /// <summary>The tenant it is bound to, on surfaces that are; null where the tenant follows from the account.</summary>
    public long? TenantId { get; init; }

    /// <summary>Short name of the surface: a cookie of one is worthless on another.</summary>
    public required string Surface { get; init; }

    /// <summary>What the person typed as user name.</summary>
    public required string SignedInAs { get; init; }

    /// <summary>True when the cookie outlives the browser.</summary>
    public required bool Permanent { get; init; }

    /// <summary>Sign-in.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Last use, written at most once a minute.</summary>
    public required DateTimeOffset LastSeenAt { get; set; }

    /// <summary>Worthless from then on; moves forward with use.</summary>
    public required DateTimeOffset ExpiresAt { get; set; }

    /// <summary>Peer's address at sign-in.</summary>
    public string? Address { get; init; }

    /// <summary>Browser's description of itself, cut to 500 characters.</summary>
    public string? UserAgent { get; init; }

    /// <summary>What the surface keeps with the session (JSON object); null = nothing.</summary>
    public string? Data { get; set; }
}
