using Bodega.Kernel;

namespace Bodega.Notifications;

/// <summary>How loud a notification is.</summary>
public enum Severity
{
    /// <summary>For your information.</summary>
    Info = 0,

    /// <summary>Look soon.</summary>
    Warning = 1,

    /// <summary>Something worked.</summary>
    Success = 2,

    /// <summary>Something failed.</summary>
    Error = 3,
}

/// <summary>A note to one member. What happened is kept as a code and facts; each surface says it in its own words.</summary>
public sealed class Notification : ITenantOwned
{
    /// <summary>Our key.</summary>
    public long Id { get; init; }

    /// <inheritdoc />
    public long TenantId { get; set; }

    /// <summary>To whom; null = to everybody in the tenant, who share one mark of having read it.</summary>
    public required long? MembershipId { get; init; }

    /// <summary>What happened (<see cref="NotificationKinds"/>); <c>message</c> = written by a person, in <see cref="Title"/> and <see cref="Message"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>The facts, as a JSON object; null where the kind needs none.</summary>
    public string? Facts { get; init; }

    /// <summary>Title, only where a person wrote it.</summary>
    public string? Title { get; init; }

    /// <summary>Text, only where a person wrote it.</summary>
    public string? Message { get; init; }

    /// <summary>How loud it is.</summary>
    public required Severity Severity { get; init; }

    /// <summary>Where a click leads; null = nowhere.</summary>
    public string? ActionUrl { get; init; }

    /// <summary>True once its owner has seen it.</summary>
    public bool IsRead { get; set; }

    /// <summary>When it was last marked as read.</summary>
    public DateTimeOffset? ReadAt { get; set; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }
}
