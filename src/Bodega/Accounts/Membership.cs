using Bodega.Kernel;

namespace Bodega.Accounts;

/// <summary>An account's place in one tenant: user name, role, status. What StockManager, Inventory, Sidekick and Ocha call a user.</summary>
public sealed class Membership : ITenantOwned
{
    /// <summary>Our key; StockManager's user id.</summary>
    public long Id { get; init; }

    /// <inheritdoc />
    public long TenantId { get; set; }

    /// <summary>The account that signs in; null while a prepared membership waits for the person to sign up.</summary>
    public long? AccountId { get; set; }

    /// <summary>The account that signs in.</summary>
    public Account? Account { get; init; }

    /// <summary>Sidekick's user id.</summary>
    public required Guid Uuid { get; init; }

    /// <summary>Ocha's user id.</summary>
    public required string Hex24 { get; init; }

    /// <summary>Inventory's user id.</summary>
    public required string Cuid { get; init; }

    /// <summary>Name within the tenant; unique there, compared ordinally.</summary>
    public required string UserName { get; set; }

    /// <summary>Name in this tenant; null = the account's.</summary>
    public string? Name { get; set; }

    /// <summary>E-mail in this tenant as typed: of a prepared membership the address that it waits for. Null = the account's.</summary>
    public string? Email { get; set; }

    /// <summary><see cref="Email"/> as compared; unique among all memberships.</summary>
    public string? EmailNormal { get; set; }

    /// <summary>True once the person has seen the welcome.</summary>
    public bool IsOnboarded { get; set; }

    /// <summary>Place on the ladder.</summary>
    public required MembershipRole Role { get; set; }

    /// <summary>Whether it may be used.</summary>
    public required MembershipStatus Status { get; set; }

    /// <summary>Permissions beyond the role, comma-separated neutral codes; empty = none.</summary>
    public string Permissions { get; set; } = "";

    /// <summary>When it was created.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Takes the place away: name and e-mail are free again, the row stays for what names it.</summary>
    internal void Remove()
    {
        UserName = $"{UserName} #{Id}";
        (Name, Email, EmailNormal, AccountId, Status) = (Name ?? Account?.Name, null, null, null, MembershipStatus.Removed);
    }

    /// <summary>A membership of the caller's tenant that is not saved yet.</summary>
    public static Membership New(Account account, string userName, MembershipRole role, MembershipStatus status, DateTimeOffset now) => new()
    {
        Account = account,
        Uuid = WireIds.Uuid(now),
        Hex24 = WireIds.Hex24(now),
        Cuid = WireIds.Cuid(),
        UserName = userName,
        Role = role,
        Status = status,
        CreatedAt = now,
    };
}
