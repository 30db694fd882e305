using Bodega.Kernel;

namespace Bodega.Accounts;

/// <summary>Where an invitation stands; final once it is not pending.</summary>
public enum InvitationStatus
{
    /// <summary>Waits for an answer; worthless once it has run out.</summary>
    Pending = 0,

    /// <summary>Taken up.</summary>
    Accepted = 1,

    /// <summary>Found to have run out.</summary>
    Expired = 2,

    /// <summary>Taken back.</summary>
    Cancelled = 3,
}

/// <summary>Asks the owner of an e-mail address to join a tenant. Whoever holds the token and signs in with that address may.</summary>
public sealed class Invitation : ITenantOwned
{
    /// <summary>Our key.</summary>
    public long Id { get; init; }

    /// <inheritdoc />
    public long TenantId { get; set; }

    /// <summary>Inventory's invitation id. The token follows from it and the key ring (<c>InvitationTokens</c>).</summary>
    public required string Cuid { get; init; }

    /// <summary>Looked up by the token before the tenant is known.</summary>
    public required byte[] TokenHash { get; init; }

    /// <summary>Address as typed.</summary>
    public required string Email { get; init; }

    /// <summary>Address as compared.</summary>
    public required string EmailNormal { get; init; }

    /// <summary>Place on the ladder that is offered.</summary>
    public required MembershipRole Role { get; init; }

    /// <summary>Where it stands.</summary>
    public InvitationStatus Status { get; set; }

    /// <summary>Worthless from then on.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>When it was taken up.</summary>
    public DateTimeOffset? AcceptedAt { get; set; }

    /// <summary>When it was sent.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Who sent it (a membership).</summary>
    public long? CreatedById { get; init; }
}
