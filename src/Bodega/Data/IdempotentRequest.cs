namespace Bodega.Data;

/// <summary>The answer once given to a request with an <c>Idempotency-Key</c>, committed together with its change.</summary>
public sealed class IdempotentRequest
{
    /// <summary>Our key.</summary>
    public long Id { get; init; }

    /// <summary>SHA-256 of surface, tenant, account and the client's key; unique.</summary>
    public required byte[] KeyHash { get; init; }

    /// <summary>SHA-256 of method, path, query and body: another request under the same key is refused.</summary>
    public required byte[] RequestHash { get; init; }

    /// <summary>Status of the answer; 0 until it is known.</summary>
    public int Status { get; init; }

    /// <summary>Content type of the answer.</summary>
    public string? ContentType { get; init; }

    /// <summary><c>Location</c> header of the answer.</summary>
    public string? Location { get; init; }

    /// <summary>Body of the answer.</summary>
    public byte[]? Body { get; init; }

    /// <summary>When it was first asked; kept for 48 hours.</summary>
    public required DateTimeOffset CreatedAt { get; init; }
}
