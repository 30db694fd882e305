using Bodega.Accounts;
using Bodega.Audit;
using Bodega.Server.Hosting;

namespace Bodega.Server.Apis.StockManager.Pages;

/// <summary>Sign-in and registration without script (contract §5).</summary>
internal static class SignInPages
{
    public static void MapSignInPages(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/login", (HttpContext http) => Form(http, registering: false)).Requires(Access.Public);
        routes.MapPost("/login", SignInAsync).Requires(Access.Public).WithMetadata(NeverOnceOnly.Instance);
        routes.MapGet("/register", (HttpContext http) => Form(http, registering: true)).Requires(Access.Public);
        routes.MapPost("/register", RegisterAsync).Requires(Access.Public).Audited(AuditActions.Register, AuditEntities.User);
    }

    private static IResult Form(HttpContext http, bool registering) =>
        http.Features.Get<StockCaller>() is not null ? TypedResults.Redirect("/") : Page(registering).For(http);

    private static async Task<IResult> SignInAsync(FormBody form, HttpContext http, SignInHere signIn, CancellationToken ct)
    {
        var (user, password) = (form["user"].Trim(), form["password"]);
        if (user.Length == 0 || password.Length == 0) return Page(registering: false, "Completa todos los campos", user).For(http);
        var signedIn = await signIn.RunAsync(http, user, password, permanent: true, ct);
        if (signedIn.Fault is null) return TypedResults.Redirect("/");
        var text = signedIn.Fault.Code switch
        {
            AccountFaults.NotActiveCode => "Usuario desactivado. Contacta al administrador",
            AccountFaults.RoleWithoutAccessCode => "Rol de usuario no válido",
            AccountFaults.TooManyTriesCode => "Demasiados intentos. Intenta más tarde",
            _ => "Usuario o contraseña incorrectos", // unknown and wrong alike: nobody learns which names exist
        };
        return Page(registering: false, text, user).For(http);
    }

    private static async Task<IResult> RegisterAsync(FormBody form, HttpContext http, Register register, CancellationToken ct)
    {
        var (user, email, password) = (form["user"].Trim(), form["email"].Trim(), form["password"]);
        IResult Refused(string text) => Page(registering: true, text, user, email).For(http);
        if (user.Length == 0 || email.Length == 0 || password.Length == 0) return Refused("Completa todos los campos");
        if (form.Has("confirm_password") && form["confirm_password"] != password) return Refused("Las contraseñas no coinciden");
        if (Fields.LengthOf(password) >= UserFields.LeastPassword && !UserFields.IsEmail(email)) return Refused("Email no válido");
        if (UserFields.RegistrationRefusal(user, email, password) is { } refusal) return Refused(refusal);
        var registered = await register.RunAsync(new NewMember(user, email, password), MembershipRole.Staff, MembershipStatus.Pending, ct);
        if (registered.Fault is not null) return Refused("Usuario ya existe");
        Flash.Set(http, FlashCode.RegistrationSent);
        return TypedResults.Redirect("/login");
    }

    private static HtmlPage Page(bool registering, string? error = null, string user = "", string email = "")
    {
        var (name, mail) = (HtmlPage.Encode(user), HtmlPage.Encode(email));
        var invalid = error is null ? "" : " aria-invalid=\"true\"";
        // Whoever was refused has typed the name already: on to the password.
        var (first, second) = error is null || user.Length == 0 ? (" autofocus", "") : ("", " autofocus");
        string On(bool open, string attributes) => open ? attributes : "";
        return new HtmlPage(registering ? "Crear cuenta" : "Iniciar sesión", $"""
            <section class="card"{(registering ? " hidden" : "")}>
            <h1>Iniciar sesión</h1>
            <p class="lead">Entra con tu usuario o tu correo.</p>
            <form method="post" action="/login">
            <label>Usuario o correo <input name="user" value="{On(!registering, name)}" autocomplete="username" autocapitalize="none" spellcheck="false" maxlength="100" required{On(!registering, first + invalid)}></label>
            <label>Contraseña <input name="password" type="password" autocomplete="current-password" required{On(!registering, second + invalid)}></label>
            <button>Entrar</button>
            </form>
            <p class="else"><a href="/register">Crear una cuenta</a> <a href="/reset-password">Olvidé mi contraseña</a></p>
            </section>
            <section class="card"{(registering ? "" : " hidden")}>
            <h1>Crear cuenta</h1>
            <p class="lead">Un administrador aprueba tu solicitud antes de tu primera entrada.</p>
            <form method="post" action="/register">
            <label>Usuario <input name="user" value="{On(registering, name)}" autocomplete="username" autocapitalize="none" spellcheck="false" maxlength="30" required{On(registering, first)}></label>
            <label>Correo <input name="email" type="email" value="{On(registering, mail)}" autocomplete="email" maxlength="100" required></label>
            <label>Contraseña <span class="hint" id="password-rule">Al menos 6 caracteres</span> <input name="password" type="password" autocomplete="new-password" minlength="6" maxlength="128" aria-describedby="password-rule" required{On(registering, second)}></label>
            <label>Repite la contraseña <input name="confirm_password" type="password" autocomplete="new-password" minlength="6" maxlength="128" required></label>
            <button>Enviar solicitud</button>
            </form>
            <p class="else"><a href="/login">Ya tengo una cuenta</a></p>
            </section>
            """)
        {
            IsDoor = true,
            Notes = error is null ? [] : [new FlashNote(error, IsError: true)],
        };
    }
}
