using Bodega.Kernel;
using Bodega.Server.Integrations;

namespace Bodega.Server.Apis.Sidekick.Public;

/// <summary>The two public forms (contract §14.1–§14.3): limit, CSRF and body are judged before; here the fields, then the captcha, then the form is passed on.</summary>
internal static class ContactEndpoints
{
    private const string NoPerson = "La verificación del captcha ha fallado.";
    private const string BadEmail = "El correo electrónico no es válido.";
    private const int MostEmail = 254; // only the second form says so apart; elsewhere a longer one is no address

    public static void MapContact(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/contact", RequestAccessAsync).Requires(SidekickAccess.Anyone).TakesBody().Limited(routes.ServiceProvider.GetRequiredService<ContactSettings>().Limit);
        routes.MapPost("/api/contacto", SendMessageAsync).Requires(SidekickAccess.Anyone).TakesBody().Bare().Limited("10/hour");
    }

    private static async Task<IResult> RequestAccessAsync(HttpContext http, SidekickBody body, Turnstile turnstile, TellOwner tell, ContactSettings settings, CancellationToken ct)
    {
        var fields = new Fields(body, unknown: UnknownFields.Ignored);
        var company = fields.Text("company_name", Need.Required, 1, 150, text => WireText.CleanName(text), "El nombre de la empresa es obligatorio.");
        var email = Email(fields, "company_email", "El correo de la empresa es obligatorio.", int.MaxValue);
        var country = Country(fields);
        var phone = fields.Text("phone", Need.Required, 4, 20, text => text.Trim(), "El teléfono es obligatorio.");
        var isMember = fields.Boolean("is_member", Need.Required, "Indica si ya eres miembro.");
        var message = fields.Text("message", Need.Optional, clean: text => WireText.Clean(text)) ?? "";
        var token = Token(fields);
        var accepted = fields.Boolean("privacy_accepted", Need.Required, PrivacyText);
        if (accepted == false) fields.Refuse("privacy_accepted", PrivacyText);
        RefuseBots(fields);
        if (fields.Refusal is { } refusal) return refusal;
        if (PhoneNumbers.ToE164(phone!, country!) is not { } number) // both required
        {
            fields.Refuse("phone", "El número de teléfono no es válido para el país seleccionado.");
            return fields.Refusal!; // refused on the line above
        }
        if (!await turnstile.IsPersonAsync(token!, http.Connection.RemoteIpAddress?.ToString(), ct)) return SidekickJson.Refuse(403, NoPerson); // required
        var facts = new[] { ("Empresa", company!), ("Correo electrónico", email!), ("Teléfono", number), ("Ya es miembro", isMember == true ? "Sí" : "No") }; // required
        await tell.RunAsync(new FilledForm("Nueva solicitud de contacto", $"[Stay Sidekick] Nueva solicitud de {company}", facts, message.Length > 0 ? message : "(sin mensaje)"), settings.RequestWebhook, ct);
        return Taken("Solicitud recibida correctamente.");
    }

    private static async Task<IResult> SendMessageAsync(HttpContext http, SidekickBody body, Turnstile turnstile, TellOwner tell, ContactSettings settings, CancellationToken ct)
    {
        var fields = new Fields(body, bare: true, UnknownFields.Ignored);
        var name = fields.Text("nombre", Need.Required, 1, 100, text => WireText.CleanName(text), "El nombre es obligatorio.");
        var email = Email(fields, "email", "El correo electrónico es obligatorio.", MostEmail);
        var company = fields.Text("empresa", Need.Optional, clean: text => WireText.CleanName(text)) ?? "";
        var message = fields.Text("mensaje", Need.Required, 10, 2000, text => WireText.Clean(text), "El mensaje es obligatorio.");
        var token = Token(fields);
        RefuseBots(fields);
        if (fields.Refusal is { } refusal) return refusal;
        if (!await turnstile.IsPersonAsync(token!, http.Connection.RemoteIpAddress?.ToString(), ct)) return SidekickJson.Refuse(422, NoPerson); // required
        var facts = new[] { ("Nombre", name!), ("Correo electrónico", email!), ("Empresa", company) }; // required
        await tell.RunAsync(new FilledForm("Nuevo mensaje de contacto", $"[Stay Sidekick] Nuevo mensaje de {name}", facts, message!), settings.MessageWebhook, ct); // required
        return Taken("Mensaje enviado correctamente.");
    }

    private const string PrivacyText = "Debes aceptar la política de privacidad.";

    private static string? Email(Fields fields, string name, string missing, int most)
    {
        if (fields.Text(name, Need.Required, most: most, clean: text => text.Trim(), missing: missing) is not { } text) return null;
        if (WireText.Email(text) is { } email) return email;
        fields.Refuse(name, BadEmail);
        return null;
    }

    private static string? Country(Fields fields)
    {
        if (fields.Text("country_code", Need.Required, 2, 2, text => text.Trim().ToUpperInvariant(), "El código de país es obligatorio.") is not { } country) return null;
        if (PhoneNumbers.Knows(country)) return country;
        fields.Refuse("country_code", "El código de país no es válido.");
        return null;
    }

    private static string? Token(Fields fields) => fields.Text("turnstile_token", Need.Required, 1, 2048, text => text.Trim(), "El token de verificación es obligatorio.");

    // People do not see this field, so only programs fill it in.
    private static void RefuseBots(Fields fields) => fields.Text("website", Need.Optional, most: 0);

    private static IResult Taken(string message) => SidekickJson.Ok(new TakenBody(true, message), PublicWire.Wire.TakenBody);
}
