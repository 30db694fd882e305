using System.Net;
using Bodega.Mail;

namespace Bodega.Server.Apis.Inventory.Identity;

/// <summary>This surface's mails (accounts contract §14).</summary>
internal sealed class Mails(InventorySettings settings)
{
    public MailText PasswordReset(string token) => Link(
        "Restablecer contraseña - Sistema de Inventario", "Restablecer contraseña", "Recibimos una solicitud para restablecer tu contraseña. El enlace vale una hora.",
        "Restablecer contraseña", $"{settings.PublicUrl}/auth/reset-password?token={token}", "Si no lo pediste, ignora este correo: tu contraseña no cambia.");

    public MailText Verification(string token, string? callback) => Link(
        "Verifica tu correo - Sistema de Inventario", "Verifica tu correo", "Confirma que esta dirección es tuya. El enlace vale una hora.",
        "Verificar correo", $"{settings.PublicUrl}/api/auth/verify-email?token={token}&callbackURL={Uri.EscapeDataString(callback ?? "/")}", "Si no te registraste, ignora este correo.");

    public MailText Invitation(string company, string token)
    {
        var name = string.Concat(company.Where(c => !char.IsControl(c)));
        return Link(
            $"Te han invitado a unirte a {name}", $"Te han invitado a unirte a {name}", $"{name} te invita a usar el Sistema de Inventario. La invitación vale 7 días.",
            "Aceptar invitación", $"{settings.PublicUrl}/invitacion?token={token}", "Si no esperabas esta invitación, ignora este correo.");
    }

    public static MailText Code(string code) => new(
        "Código de verificación - Sistema de Inventario", $"Tu código de verificación es: {code}", Page("Código de verificación", $"<p>Tu código de verificación es:</p><p style=\"font-size:24px\"><b>{WebUtility.HtmlEncode(code)}</b></p>"));

    /// <summary>A link from elsewhere: signing in, or setting a new password where it says so (§13.2).</summary>
    public static MailText MagicLink(string url) => url.Contains("reset", StringComparison.OrdinalIgnoreCase) || url.Contains("password", StringComparison.OrdinalIgnoreCase)
        ? Link("Restablecer contraseña - Sistema de Inventario", "Restablecer contraseña", "Recibimos una solicitud para restablecer tu contraseña.", "Restablecer contraseña", url, "Si no lo pediste, ignora este correo.")
        : Link("Iniciar sesión - Sistema de Inventario", "Iniciar sesión", "Usa este enlace para iniciar sesión.", "Iniciar sesión", url, "Si no lo pediste, ignora este correo.");

    // The link stands twice: as a button, and as text for readers that show none.
    private static MailText Link(string subject, string title, string lead, string button, string url, string end)
    {
        var address = WebUtility.HtmlEncode(url);
        return new MailText(
            subject, $"{title}\n\n{lead}\n\n{url}\n\n{end}",
            Page(title, $"<p>{WebUtility.HtmlEncode(lead)}</p><p><a href=\"{address}\">{WebUtility.HtmlEncode(button)}</a></p><p>{address}</p><p>{WebUtility.HtmlEncode(end)}</p>"));
    }

    private static string Page(string title, string body) =>
        $"<!doctype html><html lang=\"es\"><head><meta charset=\"utf-8\"><title>{WebUtility.HtmlEncode(title)}</title></head><body style=\"font-family:sans-serif\"><h1 style=\"font-size:20px\">{WebUtility.HtmlEncode(title)}</h1>{body}</body></html>";
}
