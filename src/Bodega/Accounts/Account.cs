using Bodega.Kernel;

namespace Bodega.Accounts;

/// <summary>A person's sign-in, the same on every surface and in every tenant.</summary>
public sealed class Account
{
    /// <summary>Our key.</summary>
    public long Id { get; init; }

    /// <summary>What Inventory's identity service shows as the user's id.</summary>
    public required Guid Uuid { get; init; }

    /// <summary>E-mail as typed.</summary>
    public required string Email { get; set; }

    /// <summary>E-mail as compared (<see cref="Kernel.NormalText.OfEmail"/>); unique among all accounts.</summary>
    public required string EmailNormal { get; set; }

    /// <summary>True once a link or code sent to the address has come back.</summary>
    public bool EmailVerified { get; set; }

    /// <summary>Stored form of the password with its parameters (<c>PasswordHasher</c>).</summary>
    public required string PasswordHash { get; set; }

    /// <summary>The person's name; empty when never given.</summary>
    public string Name { get; set; } = "";

    /// <summary>Phone as given; null when never given.</summary>
    public string? Phone { get; set; }

    /// <summary>Address of a portrait; null when never given.</summary>
    public string? Image { get; set; }

    /// <summary>Runs the installation: tenants, companies, everything.</summary>
    public bool IsPlatformAdmin { get; set; }

    /// <summary>Bearer tokens issued before this are refused.</summary>
    public required DateTimeOffset TokensValidFrom { get; set; }

    /// <summary>SHA-256 of the one older bearer token that is still taken: of whoever changed their own password with it. Null = none.</summary>
    public byte[]? KeptTokenHash { get; set; }

    /// <summary>When the password was last changed by its owner; null = never (still the one given).</summary>
    public DateTimeOffset? PasswordChangedAt { get; set; }

    /// <summary>Wrong passwords in a row since the last right one.</summary>
    public int FailedSignIns { get; set; }

    /// <summary>No password is tried before this.</summary>
    public DateTimeOffset? NextSignInAt { get; set; }

    /// <summary>When it was created.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was last changed.</summary>
    public required DateTimeOffset UpdatedAt { get; set; }

    /// <summary>Takes another address, which is not proven yet.</summary>
    public void MoveTo(string email)
    {
        email = email.Trim();
        if (email == Email) return;
        if (NormalText.OfEmail(email) != EmailNormal) EmailVerified = false;
        (Email, EmailNormal) = (email, NormalText.OfEmail(email));
    }

    /// <summary>Takes another password; whatever guessing of the old one had locked is free again.</summary>
    /// <param name="hash">Stored form of the new one.</param>
    /// <param name="byOwner">False where somebody else has set it.</param>
    /// <param name="now">Now.</param>
    public void SetPassword(string hash, bool byOwner, DateTimeOffset now)
    {
        (PasswordHash, UpdatedAt, FailedSignIns, NextSignInAt) = (hash, now, 0, null);
        PasswordChangedAt = byOwner ? now : PasswordChangedAt;
    }

    /// <summary>An account that is not saved yet.</summary>
    public static Account New(string email, string passwordHash, DateTimeOffset now, Guid? uuid = null) => new()
    {
        Uuid = uuid ?? WireIds.Uuid(now),
        Email = email.Trim(),
        EmailNormal = NormalText.OfEmail(email),
        PasswordHash = passwordHash,
        TokensValidFrom = now,
        CreatedAt = now,
        UpdatedAt = now,
    };
}
