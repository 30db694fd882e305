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

    /// <summary>Another account has this e-mail.</summary>
    public const string EmailTakenCode = "email-taken";

    /// <summary>Another member of the tenant has this user name.</summary>
    public const string UserNameTakenCode = "user-name-taken";

    /// <summary>The tenant has no such member, or none that this wire has a word for.</summary>
    public const string UnknownMemberCode = "unknown-member";

    /// <summary>Only owners may touch owners or make them, and whoever acts must still be in office.</summary>
    public const string OwnersOnlyCode = "owners-only";

    /// <summary>The tenant would be left without an owner who can sign in.</summary>
    public const string LastOwnerCode = "last-owner";

    /// <summary>The account belongs to other tenants too, or runs the installation: its e-mail and password are not this tenant's to change.</summary>
    public const string SharedAccountCode = "shared-account";

    /// <summary>Nobody may switch off themself.</summary>
    public const string OneselfCode = "oneself";

    /// <summary>Only those on the installation's list may found a tenant.</summary>
    public const string SignUpClosedCode = "sign-up-closed";

    /// <summary>No such code, a wrong one, one that is too old, or one tried too often; never says which.</summary>
    public const string WrongCodeCode = "wrong-code";

    /// <summary><inheritdoc cref="EmailTakenCode" path="/summary"/></summary>
    public static Fault EmailTaken { get; } = new(FaultKind.Conflict, EmailTakenCode);

    /// <summary><inheritdoc cref="UserNameTakenCode" path="/summary"/></summary>
    public static Fault UserNameTaken { get; } = new(FaultKind.Conflict, UserNameTakenCode);

    /// <summary><inheritdoc cref="UnknownMemberCode" path="/summary"/></summary>
    public static Fault UnknownMember { get; } = new(FaultKind.NotFound, UnknownMemberCode);

    /// <summary><inheritdoc cref="OwnersOnlyCode" path="/summary"/></summary>
    public static Fault OwnersOnly { get; } = new(FaultKind.Forbidden, OwnersOnlyCode);

    /// <summary><inheritdoc cref="LastOwnerCode" path="/summary"/></summary>
    public static Fault LastOwner { get; } = new(FaultKind.Forbidden, LastOwnerCode);

    /// <summary><inheritdoc cref="SharedAccountCode" path="/summary"/></summary>
    public static Fault SharedAccount { get; } = new(FaultKind.Forbidden, SharedAccountCode);

    /// <summary><inheritdoc cref="OneselfCode" path="/summary"/></summary>
    public static Fault Oneself { get; } = new(FaultKind.Invalid, OneselfCode);

    /// <summary><inheritdoc cref="SignUpClosedCode" path="/summary"/></summary>
    public static Fault SignUpClosed { get; } = new(FaultKind.Unauthenticated, SignUpClosedCode);

    /// <summary><inheritdoc cref="WrongCodeCode" path="/summary"/></summary>
    public static Fault WrongCode { get; } = new(FaultKind.Unauthenticated, WrongCodeCode);

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
