using System.Globalization;
using System.Text.Json;
using Bodega.Accounts;
using Bodega.Audit;
using Bodega.Mail;
using Bodega.Server.Hosting;

namespace Bodega.Server.Apis.StockManager;

/// <summary>What people do with their own account: sign up (contract §4.2), reset the password (§4.3), settings (§4.12).</summary>
internal static class AccountEndpoints
{
    /// <summary>Contract §4.3.</summary>
    public static ResetRules Reset { get; } = new(MembershipRole.Staff, TimeSpan.FromMinutes(15), code =>
        new MailText("Código de recuperación de contraseña", $"Tu código de recuperación es: {code}. Este código es válido por 15 minutos."));

    public static void MapAccounts(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/register", RegisterAsync).Requires(Access.Public).Audited(AuditActions.Register, AuditEntities.User);
        routes.MapPost("/api/users/reset-password", RequestCodeAsync).Requires(Access.Public).Audited(AuditActions.ResetPassword, AuditEntities.User);
        routes.MapPost("/api/users/validate-code", CheckCodeAsync).Requires(Access.Public).WithMetadata(NeverOnceOnly.Instance);
        routes.MapPost("/api/users/reset-password/change-password", ChangePasswordAsync).Requires(Access.Public)
            .WithMetadata(NeverOnceOnly.Instance).Audited(AuditActions.ChangePassword, AuditEntities.User);
        foreach (var prefix in (ReadOnlySpan<string>)["/api/settings", "/api/api/settings"])
        {
            routes.MapPut(prefix + "/profile", OwnEmailAsync).Requires(Access.Session);
            routes.MapPut(prefix + "/password", OwnPasswordAsync).Requires(Access.Session).WithMetadata(NeverOnceOnly.Instance);
        }
    }

    private static async Task<IResult> RegisterAsync(JsonBody body, Register register, CancellationToken ct)
    {
        if (!body.Strict.Succeeded(out var json, out var bad)) return new FaultResult(bad);
        var fields = new Fields(json);
        var (userName, email, password) = (fields.Plain("username")?.Trim(), fields.Plain("email")?.Trim(), fields.Plain("password"));
        if (string.IsNullOrEmpty(userName) || string.IsNullOrEmpty(email) || string.IsNullOrEmpty(password)) return StockJson.Error("Faltan campos requeridos", 400);
        if (UserFields.RegistrationRefusal(userName, email, password) is { } refusal) return StockJson.Error(refusal, 400);
        var registered = await register.RunAsync(new NewMember(userName, email, password), MembershipRole.Staff, MembershipStatus.Pending, ct);
        return registered.Fault is null
            ? StockJson.Ok(new SuccessBody(true, "Cuenta creada. Espera la aprobación del administrador."), CommonJson.Wire.SuccessBody, 201)
            : StockJson.Error("Usuario o correo ya existe", 409);
    }

    private static async Task<IResult> RequestCodeAsync(JsonBody body, RequestResetCode request, CancellationToken ct)
    {
        if (!body.Strict.Succeeded(out var json, out var bad)) return new FaultResult(bad);
        var fields = new Fields(json);
        if (!fields.Has("email")) return StockJson.Error("Faltan campos requeridos", 400);
        if (fields.Plain("email")?.Trim() is not { Length: <= UserFields.MostEmail } email || !UserFields.IsEmail(email)) return StockJson.Error("Formato de correo inválido", 400);
        return await request.RunAsync(email, Reset, ct) is { } fault ? new FaultResult(fault) : StockJson.Message("Codigo enviado al correo");
    }

    private static async Task<IResult> CheckCodeAsync(JsonBody body, CheckResetCode check, CancellationToken ct)
    {
        if (!body.Strict.Succeeded(out var json, out var bad)) return new FaultResult(bad);
        var fields = new Fields(json);
        if (!fields.HasAll("email", "code")) return StockJson.Error("Faltan campos requeridos", 400);
        return Email(fields) is { } email && Code(fields) is { } code && await check.RunAsync(email, code, Reset, ct) is null
            ? StockJson.Message("Código verificado, puedes restablecer tu contraseña")
            : new FaultResult(AccountFaults.WrongCode);
    }

    // The code comes first, whatever else is wrong (contract §4.3).
    private static async Task<IResult> ChangePasswordAsync(JsonBody body, CheckResetCode check, ResetPassword reset, CancellationToken ct)
    {
        if (!body.Strict.Succeeded(out var json, out var bad)) return new FaultResult(bad);
        var fields = new Fields(json);
        if (Email(fields) is not { } email || Code(fields) is not { } code || await check.RunAsync(email, code, Reset, ct) is not null) return WrongCode();
        if (!fields.Has("new_password")) return StockJson.Error("Faltan campos requeridos", 400);
        var password = fields.Plain("new_password")?.Trim();
        if (NewPasswordRefusal(password) is { } refusal) return StockJson.Error(refusal, 400);
        return await reset.RunAsync(email, code, password!, Reset, ct) is null // refused when null
            ? StockJson.Message("Contraseña restablecida exitosamente")
            : WrongCode();

        static IResult WrongCode() => StockJson.Error("Código no verificado o expirado", 401);
    }

    private static async Task<IResult> OwnEmailAsync(JsonBody body, ChangeOwnEmail change, CancellationToken ct)
    {
        if (!body.Strict.Succeeded(out var json, out var bad)) return new FaultResult(bad);
        return await ChangeEmailAsync(new Fields(json).Plain("email"), change, ct) switch
        {
            FlashCode.EmailRequired => StockJson.Error("Email es requerido", 400),
            FlashCode.EmailInvalid => StockJson.Error("Email inválido", 400),
            FlashCode.EmailTaken => StockJson.Error("Este correo ya está registrado", 409),
            _ => StockJson.Ok(new SuccessBody(true, "Perfil actualizado correctamente"), CommonJson.Wire.SuccessBody),
        };
    }

    private static async Task<IResult> OwnPasswordAsync(JsonBody body, StockCaller caller, ChangeOwnPassword change, CancellationToken ct)
    {
        if (!body.Strict.Succeeded(out var json, out var bad)) return new FaultResult(bad);
        var fields = new Fields(json);
        return await ChangeOwnPasswordAsync(fields.Plain("current_password"), fields.Plain("new_password"), fields.Plain("confirm_password"), caller, change, ct) switch
        {
            FlashCode.PasswordFieldsRequired => StockJson.Error("Todos los campos son requeridos", 400),
            FlashCode.PasswordsDiffer => StockJson.Error("Las contraseñas nuevas no coinciden", 400),
            FlashCode.PasswordTooShort => StockJson.Error("La contraseña debe tener al menos 6 caracteres", 400),
            FlashCode.PasswordTooLong => StockJson.Error("Contraseña: Máximo 128 caracteres", 400),
            FlashCode.PasswordWrong => StockJson.Error("Contraseña actual incorrecta", 401),
            FlashCode.TooManyTries => StockJson.Error("Demasiados intentos. Intenta más tarde", 429),
            _ => StockJson.Ok(new SuccessBody(true, "Contraseña actualizada correctamente"), CommonJson.Wire.SuccessBody),
        };
    }

    /// <summary>The one rule behind the JSON call and the form of §5; the answer is the form's note.</summary>
    public static async Task<FlashCode> ChangeEmailAsync(string? email, ChangeOwnEmail change, CancellationToken ct)
    {
        email = email?.Trim();
        if (string.IsNullOrEmpty(email)) return FlashCode.EmailRequired;
        if (!UserFields.IsEmail(email) || Fields.LengthOf(email) > UserFields.MostEmail) return FlashCode.EmailInvalid;
        return (await change.RunAsync(email, ct)).Fault is null ? FlashCode.ProfileUpdated : FlashCode.EmailTaken;
    }

    /// <summary>Likewise for the password.</summary>
    public static async Task<FlashCode> ChangeOwnPasswordAsync(string? current, string? password, string? again, StockCaller caller, ChangeOwnPassword change, CancellationToken ct)
    {
        if (string.IsNullOrEmpty(current) || string.IsNullOrEmpty(password) || string.IsNullOrEmpty(again)) return FlashCode.PasswordFieldsRequired;
        if (password != again) return FlashCode.PasswordsDiffer;
        if (Fields.LengthOf(password) < UserFields.LeastPassword) return FlashCode.PasswordTooShort;
        if (Fields.LengthOf(password) > UserFields.MostPassword) return FlashCode.PasswordTooLong;
        return (await change.RunAsync(current, password, caller.SessionId, ct))?.Code switch
        {
            null => FlashCode.PasswordUpdated,
            AccountFaults.TooManyTriesCode => FlashCode.TooManyTries,
            _ => FlashCode.PasswordWrong,
        };
    }

    /// <summary>What is wrong with the password of a reset; null = nothing.</summary>
    public static string? NewPasswordRefusal(string? password)
    {
        if (password is null || Fields.LengthOf(password) < UserFields.LeastPassword) return "La contraseña debe tener al menos 6 caracteres";
        return Fields.LengthOf(password) is > UserFields.MostPassword and var length ? $"Contraseña: Máximo {UserFields.MostPassword} caracteres (tiene {length})" : null;
    }

    private static string? Email(Fields fields) => fields.Plain("email")?.Trim() is { Length: > 0 and <= UserFields.MostEmail } email ? email : null;

    // A string of six digits; a JSON number has lost its leading zeros.
    private static string? Code(Fields fields) => fields.Raw("code") is { ValueKind: JsonValueKind.Number } value
        ? value.TryGetInt32(out var number) && number is >= 0 and <= 999_999 ? number.ToString("000000", CultureInfo.InvariantCulture) : null
        : SixDigits(fields.Plain("code"));

    /// <summary>The code in a text, or null.</summary>
    public static string? SixDigits(string? text) => text?.Trim() is { Length: 6 } code && code.All(char.IsAsciiDigit) ? code : null;
}
