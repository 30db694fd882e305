using Bodega.Kernel;

namespace Bodega.Accounts;

/// <summary>Refusals of the accounts capability.</summary>
public static class AccountFaults
{
    /// <summary>Unknown account or wrong password; never says which.</summary>
    public const string WrongCredentialsCode = "wrong-credentials";

    /// <summary>Right password, but the membership is pending, rejected or suspended.</summary>
    public const string NotActiveCode = "account-not-active";

    /// <summary>Right password, but the surface has no word for the role.</summary>
    public const string RoleWithoutAccessCode = "role-without-access";

    /// <summary>Too many wrong passwords for this account.</summary>
    public const string TooManyTriesCode = "too-many-tries";

    /// <summary><inheritdoc cref="WrongCredentialsCode" path="/summary"/></summary>
    public static Fault WrongCredentials { get; } = new(FaultKind.Unauthenticated, WrongCredentialsCode);

    /// <summary><inheritdoc cref="NotActiveCode" path="/summary"/></summary>
    public static Fault NotActive { get; } = new(FaultKind.Forbidden, NotActiveCode);

    /// <summary><inheritdoc cref="RoleWithoutAccessCode" path="/summary"/></summary>
    public static Fault RoleWithoutAccess { get; } = new(FaultKind.Forbidden, RoleWithoutAccessCode);

    /// <summary><inheritdoc cref="TooManyTriesCode" path="/summary"/></summary>
    public static Fault TooManyTries(TimeSpan wait) =>
        new(FaultKind.TooMany, TooManyTriesCode) { RetryAfterSeconds = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)) };
}
