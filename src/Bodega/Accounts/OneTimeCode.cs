namespace Bodega.Accounts;

/// <summary>What a one-time code or link lets its holder do.</summary>
public enum OneTimePurpose
{
    /// <summary>Six digits from a mail, to set a new password.</summary>
    ResetCode = 0,

    /// <summary>A link from a mail, to set a new password.</summary>
    ResetLink = 1,

    /// <summary>A link from a mail, to prove the address.</summary>
    VerifyEmail = 2,

    /// <summary>What comes back from Google when an administrator has gone there to consent.</summary>
    GoogleConsent = 3,
}

/// <summary>A code or link that was mailed or given away. Only a keyed hash of it is kept.</summary>
public sealed class OneTimeCode
{
    /// <summary>Our key.</summary>
    public long Id { get; init; }

    /// <summary>What it is for.</summary>
    public required OneTimePurpose Purpose { get; init; }

    /// <summary>The account it was made for.</summary>
    public required long AccountId { get; init; }

    /// <summary>HMAC-SHA256 under the key ring's <c>codes</c> key, of purpose, account and secret.</summary>
    public required byte[] SecretHash { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Worthless from then on.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Wrong secrets tried against it; at 5 it is dead.</summary>
    public int WrongTries { get; set; }
}
