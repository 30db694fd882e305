using Bodega.Accounts;
using Bodega.Server.Apis.Inventory.Identity;
using Bodega.Server.Hosting;

namespace Bodega.Server.Apis.Inventory.Pages;

/// <summary>Signing up, in and out, and forgotten passwords, without script (accounts contract §6, §18).</summary>
internal static class DoorPages
{
    private const long MostForm = 64 * 1024;

    public static void MapDoor(this IEndpointRouteBuilder routes)
    {
        var door = routes.MapGroup("/auth").WithMetadata(new AnyBody(MostForm), NeverOnceOnly.Instance).AddEndpointFilter(RefuseOtherSitesAsync);
        door.MapGet("/sign-in", (HttpContext http, SignedIn? user) => user is null ? SignIn().For(http) : TypedResults.Redirect("/")).Requires(Access.Anyone);
        door.MapPost("/sign-in", SignInAsync).Requires(Access.Anyone);
        door.MapGet("/sign-up", (HttpContext http, SignedIn? user) => user is null ? SignUp().For(http) : TypedResults.Redirect("/")).Requires(Access.Anyone);
        door.MapPost("/sign-up", SignUpAsync).Requires(Access.Anyone);
        door.MapGet("/forgot-password", (HttpContext http) => Forgot().For(http)).Requires(Access.Anyone);
        door.MapPost("/forgot-password", ForgotAsync).Requires(Access.Anyone);
        door.MapGet("/reset-password", (HttpContext http) => Reset(http.Request.Query["token"]).For(http)).Requires(Access.Anyone);
        door.MapPost("/reset-password", ResetAsync).Requires(Access.Anyone);
        door.MapGet("/sign-out", (HttpContext http) => SignOut().For(http)).Requires(Access.Anyone);
        door.MapPost("/sign-out", SignOutAsync).Requires(Access.Anyone);
        routes.MapGet("/", (HttpContext http, InventoryCaller person) => Home(person).For(http)).Requires(Access.Person).WithMetadata(Page.Instance);
    }

    private static async Task<IResult> SignInAsync(HttpContext http, OpenSession open, CancellationToken ct)
    {
        var form = await http.Request.ReadWholeFormAsync(ct);
        var (email, password) = (Plain(form["email"]).Trim(), form["password"].ToString());
        if (!IdentityFields.IsEmail(email) || password.Length == 0) return SignIn("Escribe tu correo y tu contraseña.", email).For(http);
        return (await open.SignInAsync(http, email, password, remember: true, ct)).Fault is null ? TypedResults.Redirect("/") : SignIn("Correo o contraseña incorrectos.", email).For(http);
    }

    private static async Task<IResult> SignUpAsync(HttpContext http, OpenSession open, CancellationToken ct)
    {
        var form = await http.Request.ReadWholeFormAsync(ct);
        var (name, email, password) = (Plain(form["name"]).Trim(), Plain(form["email"]).Trim(), form["password"].ToString());
        if (name.Length is 0 or > 255 || !IdentityFields.IsEmail(email)) return SignUp("Escribe tu nombre y un correo válido.", name, email).For(http);
        if (PasswordRules.Refuse(password) is not null) return SignUp("La contraseña debe tener entre 8 y 128 caracteres.", name, email).For(http);
        return (await open.SignUpAsync(http, new(name, email, password, null), remember: true, ct)).Fault is null ? TypedResults.Redirect("/") : SignUp("Ya existe una cuenta con ese correo.", name, email).For(http);
    }

    private static async Task<IResult> ForgotAsync(HttpContext http, RequestResetLink request, Mails mails, CancellationToken ct)
    {
        var email = Plain((await http.Request.ReadWholeFormAsync(ct))["email"]).Trim();
        if (!IdentityFields.IsEmail(email)) return Forgot("Escribe un correo válido.", isBad: true).For(http);
        await request.RunAsync(email, mails.PasswordReset, ct);
        return Forgot("Si el correo existe, te enviamos un enlace.").For(http);
    }

    private static async Task<IResult> ResetAsync(HttpContext http, ResetPasswordByLink reset, CancellationToken ct)
    {
        var form = await http.Request.ReadWholeFormAsync(ct);
        var (token, password) = (Plain(form["token"]), form["password"].ToString());
        if (PasswordRules.Refuse(password) is not null) return Reset(token, "La contraseña debe tener al menos 8 caracteres.").For(http);
        if (password != form["again"].ToString()) return Reset(token, "Las contraseñas no coinciden").For(http);
        return await reset.RunAsync(token, password, ct) is null
            ? new InventoryPage("¡Contraseña restablecida!", "<p><a href=\"/auth/sign-in\">Iniciar sesión</a></p>").For(http)
            : Reset("").For(http);
    }

    private static async Task<IResult> SignOutAsync(HttpContext http, SignedIn? user, EndSessions sessions, SessionCookie cookie, CancellationToken ct)
    {
        if (user is not null) await sessions.SignOutAsync(user.Session.Token, ct);
        cookie.Clear(http.Response);
        return TypedResults.Redirect("/auth/sign-in");
    }

    private static InventoryPage SignIn(string? refusal = null, string email = "") => new("Iniciar sesión", $"""
        <form method="post" action="/auth/sign-in">
        <label>Correo <input name="email" type="email" value="{InventoryPage.Encode(email)}" autocomplete="username" required autofocus></label>
        <label>Contraseña <input name="password" type="password" autocomplete="current-password" required></label>
        <button>Iniciar sesión</button>
        </form>
        <p class="else"><a href="/auth/sign-up">Registrarse</a> <a href="/auth/forgot-password">¿Olvidaste tu contraseña?</a></p>
        """) { Note = refusal, IsBad = true };

    private static InventoryPage SignUp(string? refusal = null, string name = "", string email = "") => new("Registrarse", $"""
        <form method="post" action="/auth/sign-up">
        <label>Nombre <input name="name" value="{InventoryPage.Encode(name)}" autocomplete="name" maxlength="255" required autofocus></label>
        <label>Correo <input name="email" type="email" value="{InventoryPage.Encode(email)}" autocomplete="username" required></label>
        <label>Contraseña <input name="password" type="password" autocomplete="new-password" minlength="8" maxlength="128" required></label>
        <button>Registrarse</button>
        </form>
        <p class="else"><a href="/auth/sign-in">Iniciar sesión</a></p>
        """) { Note = refusal, IsBad = true };

    private static InventoryPage Forgot(string? note = null, bool isBad = false) => new("Recuperar contraseña", """
        <form method="post" action="/auth/forgot-password">
        <label>Correo <input name="email" type="email" autocomplete="username" required autofocus></label>
        <button>Enviar enlace</button>
        </form>
        <p class="else"><a href="/auth/sign-in">Iniciar sesión</a></p>
        """) { Note = note, IsBad = isBad };

    private static InventoryPage Reset(string? token, string? refusal = null) => string.IsNullOrEmpty(token)
        ? new("Enlace Inválido o Expirado", "<p><a href=\"/auth/forgot-password\">Pedir un enlace nuevo</a></p>")
        : new("Restablecer contraseña", $"""
            <form method="post" action="/auth/reset-password">
            <input type="hidden" name="token" value="{InventoryPage.Encode(token)}">
            <label>Contraseña nueva <input name="password" type="password" autocomplete="new-password" minlength="8" maxlength="128" required autofocus></label>
            <label>Otra vez <input name="again" type="password" autocomplete="new-password" minlength="8" maxlength="128" required></label>
            <button>Guardar</button>
            </form>
            """) { Note = refusal, IsBad = true };

    private static InventoryPage SignOut() => new("Cerrar sesión", "<form method=\"post\" action=\"/auth/sign-out\"><button>Cerrar sesión</button></form>");

    private static InventoryPage Home(InventoryCaller person) => new(person.IsActive ? "Sistema de Inventario" : "Cuenta Pendiente de Aprobación", $"""
        <p>{InventoryPage.Encode(person.Name)} ({InventoryPage.Encode(person.Email)})</p>
        {(person.IsActive ? "<p>Esta es la API de inventario. Su descripción: <a href=\"/api/docs\">/api/docs</a></p>" : "<p>Un administrador debe aprobar tu cuenta.</p>")}
        <form method="post" action="/auth/sign-out"><button>Cerrar sesión</button></form>
        """);

    private static string Plain(Microsoft.Extensions.Primitives.StringValues value) => value.ToString().Replace("\0", "", StringComparison.Ordinal);

    private static async ValueTask<object?> RefuseOtherSitesAsync(EndpointFilterInvocationContext call, EndpointFilterDelegate next)
    {
        var request = call.HttpContext.Request;
        return HttpMethods.IsPost(request.Method) && !call.HttpContext.RequestServices.GetRequiredService<CrossSite>().MayPost(request)
            ? TypedResults.StatusCode(403)
            : await next(call);
    }
}
