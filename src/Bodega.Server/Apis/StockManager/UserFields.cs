using Bodega.Accounts;

namespace Bodega.Server.Apis.StockManager;

/// <summary>Limits and texts of a user's fields (contract §4.2, §4.4, §10).</summary>
internal static class UserFields
{
    public const int MostUserName = 30;
    public const int MostEmail = 100;
    public const int MostPassword = 128;
    public const int LeastPassword = 6;
    public const string UserNameLabel = "Usuario";
    public const string EmailLabel = "Email";
    public const string PasswordLabel = "Contraseña";
    public const string BadEmail = "Formato de email inválido";

    /// <summary>This surface's users: staff and above; a session lives on with a new role (§17, 2).</summary>
    public static UserPolicy Policy { get; } = new(MembershipRole.Staff, RoleChangeEndsSessions: false);

    /// <summary>Contract §10.3, stricter about white space and an empty local part.</summary>
    public static bool IsEmail(string email) =>
        email.LastIndexOf('@') is > 0 and var at && email.IndexOf('.', at) > at && !email.Any(c => char.IsWhiteSpace(c) || char.IsControl(c));

    /// <summary>What a self-registration breaks, in the contract's order; null = nothing. All three are there.</summary>
    public static string? RegistrationRefusal(string userName, string email, string password)
    {
        if (Fields.LengthOf(password) < LeastPassword) return "Contraseña debe tener mínimo 6 caracteres";
        if (!IsEmail(email)) return $"Email inválido: {BadEmail}";
        if (Fields.LengthOf(email) is > MostEmail and var emailLength) return $"Email inválido: Máximo {MostEmail} caracteres (tiene {emailLength})";
        if (Fields.LengthOf(userName) is > MostUserName and var nameLength) return $"{UserNameLabel}: Máximo {MostUserName} caracteres (tiene {nameLength})";
        return Fields.LengthOf(password) is > MostPassword and var length ? $"{PasswordLabel}: Máximo {MostPassword} caracteres (tiene {length})" : null;
    }

    /// <summary>The wire's two words for where a membership stands (§9): only status 1 signs in.</summary>
    public static int Status(MembershipStatus status) => status == MembershipStatus.Active ? 1 : 0;
}
