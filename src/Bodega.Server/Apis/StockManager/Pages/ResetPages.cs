using Bodega.Accounts;
using Bodega.Audit;
using Bodega.Server.Hosting;

namespace Bodega.Server.Apis.StockManager.Pages;

/// <summary>The three steps of a password reset as plain forms (contract §5): e-mail, code, new password. What one step learned travels
/// in hidden fields, never in an address; the code is checked again at the last step.</summary>
internal static class ResetPages
{
    private const string Start = "/reset-password";
    private const string CodeStep = "/reset-password/code";
    private const string PasswordStep = "/reset-password/password";

    public static void MapResetPages(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Start, (HttpContext http) => AskEmail().For(http)).Requires(Access.Public);
        routes.MapPost(Start, SendCodeAsync).Requires(Access.Public).Audited(AuditActions.ResetPassword, AuditEntities.User);
        routes.MapPost(CodeStep, CheckCodeAsync).Requires(Access.Public).WithMetadata(NeverOnceOnly.Instance);
        routes.MapPost(PasswordStep, SetPasswordAsync).Requires(Access.Public).WithMetadata(NeverOnceOnly.Instance).Audited(AuditActions.ChangePassword, AuditEntities.User);
        // Somebody reloads a step's address: from the beginning.
        foreach (var step in (ReadOnlySpan<string>)[CodeStep, PasswordStep]) routes.MapGet(step, () => TypedResults.Redirect(Start)).Requires(Access.Public);
    }

    private static async Task<IResult> SendCodeAsync(FormBody form, HttpContext http, RequestResetCode request, CancellationToken ct)
    {
        var email = form["email"].Trim();
        if (email.Length > UserFields.MostEmail || !UserFields.IsEmail(email)) return AskEmail(email, "Formato de correo inválido").For(http);
        return (await request.RunAsync(email, AccountEndpoints.Reset, ct))?.Code switch
        {
            null => AskCode(email).For(http),
            AccountFaults.TooManyTriesCode => AskEmail(email, "Demasiados intentos. Intenta más tarde").For(http),
            _ => AskEmail(email, "Usuario no encontrado").For(http),
        };
    }

    private static async Task<IResult> CheckCodeAsync(FormBody form, HttpContext http, CheckResetCode check, CancellationToken ct)
    {
        var email = form["email"].Trim();
        return email.Length <= UserFields.MostEmail && AccountEndpoints.SixDigits(form["code"]) is { } code && await check.RunAsync(email, code, AccountEndpoints.Reset, ct) is null
            ? AskPassword(email, code).For(http)
            : AskCode(email, "Código inválido o expirado").For(http);
    }

    private static async Task<IResult> SetPasswordAsync(FormBody form, HttpContext http, ResetPassword reset, CancellationToken ct)
    {
        var (email, password) = (form["email"].Trim(), form["new_password"].Trim());
        if (email.Length > UserFields.MostEmail || AccountEndpoints.SixDigits(form["code"]) is not { } code) return AskCode(email, "Código no verificado o expirado").For(http);
        if (AccountEndpoints.NewPasswordRefusal(password) is { } refusal) return AskPassword(email, code, refusal).For(http);
        if (form["confirm_password"].Trim() != password) return AskPassword(email, code, "Las contraseñas no coinciden").For(http);
        if (await reset.RunAsync(email, code, password, AccountEndpoints.Reset, ct) is not null) return AskCode(email, "Código no verificado o expirado").For(http);
        Flash.Set(http, FlashCode.PasswordReset);
        return TypedResults.Redirect("/login");
    }

    private static HtmlPage AskEmail(string email = "", string? error = null) => Page(1, error, $"""
        <h1>Restablecer contraseña</h1>
        <p class="lead">Te enviamos un código de seis dígitos a tu correo.</p>
        <form method="post" action="{Start}">
        <label>Correo <input name="email" type="email" value="{HtmlPage.Encode(email)}" autocomplete="email" maxlength="100" required autofocus{Invalid(error)}></label>
        <button>Enviar código</button>
        </form>
        """);

    private static HtmlPage AskCode(string email, string? error = null) => Page(2, error, $"""
        <h1>Escribe el código</h1>
        <p class="lead">Lo enviamos a <strong>{HtmlPage.Encode(email)}</strong>. Vale 15 minutos.</p>
        <form method="post" action="{CodeStep}">
        <input type="hidden" name="email" value="{HtmlPage.Encode(email)}">
        <label>Código de seis dígitos <input class="code" name="code" inputmode="numeric" autocomplete="one-time-code" pattern="[0-9]{"{6}"}" maxlength="6" required autofocus{Invalid(error)}></label>
        <button>Verificar código</button>
        </form>
        <p class="else"><a href="{Start}">Pedir otro código</a></p>
        """);

    private static HtmlPage AskPassword(string email, string code, string? error = null) => Page(3, error, $"""
        <h1>Elige otra contraseña</h1>
        <p class="lead">Todas tus sesiones abiertas se cerrarán.</p>
        <form method="post" action="{PasswordStep}">
        <input name="email" value="{HtmlPage.Encode(email)}" autocomplete="username" readonly hidden>
        <input type="hidden" name="code" value="{code}">
        <label>Contraseña nueva <span class="hint" id="password-rule">Al menos 6 caracteres</span> <input name="new_password" type="password" autocomplete="new-password" minlength="6" maxlength="128" aria-describedby="password-rule" required autofocus{Invalid(error)}></label>
        <label>Repite la contraseña <input name="confirm_password" type="password" autocomplete="new-password" minlength="6" maxlength="128" required></label>
        <button>Guardar contraseña</button>
        </form>
        """);

    private static string Invalid(string? error) => error is null ? "" : " aria-invalid=\"true\"";

    private static HtmlPage Page(int step, string? error, string body) => new("Restablecer contraseña", $"""
        <section class="card">
        <p class="step">Paso {step} de 3</p>
        {body}
        </section>
        <p class="else"><a href="/login">Volver a iniciar sesión</a></p>
        """)
    {
        IsDoor = true,
        Notes = error is null ? [] : [new FlashNote(error, IsError: true)],
    };
}
