using Bodega.Server.Tests.Harness;
using Bodega.Tests;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Server.Tests.StockManager;

/// <summary>Worked examples 7–13 of contract §18, byte for byte, and what lies beside their road.</summary>
public sealed class UserStory
{
    [Theory, EachDatabase]
    public async Task Registration_approval_reset_and_administration_go_as_the_contract_tells(Database database)
    {
        await using var shop = await Shop.OpenAsync(database);
        var anyone = shop.Anyone();
        const string jane = """{"username":"jane","email":"jane@example.com","password":"securepassword","role":"root","status":1}""";
        (await anyone.PostAsync("/api/register", jane)).ShouldBe(201, """{"success":true,"message":"Cuenta creada. Espera la aprobación del administrador."}""");
        (await anyone.PostAsync("/api/register", jane)).ShouldBe(409, """{"error":"Usuario o correo ya existe"}""");
        (await anyone.PostAsync("/api/login", """{"username":"jane","password":"securepassword"}""")).ShouldBe(403, """{"error":"Usuario desactivado. Contacta al administrador"}""");
        var root = await shop.SignInAsync();
        (await root.GetAsync("/api/applications")).ShouldBe(200, """{"data":[{"id":2,"username":"jane","email":"jane@example.com","created_at":"2026-05-01T10:00:00"}],"page":1,"pages":1,"total":1}""");
        (await root.PostAsync("/api/applications/2/approve")).ShouldBe(200, """{"message":"Solicitud aprobada"}""");
        (await root.GetAsync("/api/applications?page=-3&limit=x")).ShouldBe(200, """{"data":[],"page":1,"pages":0,"total":0}""");
        (await anyone.PostAsync("/api/login", """{"username":"jane","password":"securepassword"}""")).ShouldBe(200, """{"success":true,"user_id":2,"username":"jane","role":"vendedor"}""");
        (await anyone.PostAsync("/api/register", """{"username":"bob","email":"bob@example.com","password":"12345"}""")).ShouldBe(400, """{"error":"Contraseña debe tener mínimo 6 caracteres"}""");

        (await anyone.PostAsync("/api/users/reset-password", """{"email":"jane@example.com"}""")).ShouldBe(200, """{"message":"Codigo enviado al correo"}""");
        var code = await shop.CodeAsync();
        (await anyone.PostAsync("/api/users/validate-code", $$"""{"email":"jane@example.com","code":"{{code}}"}""")).ShouldBe(200, """{"message":"Código verificado, puedes restablecer tu contraseña"}""");
        var change = $$"""{"email":"jane@example.com","code":"{{code}}","new_password":"  nueva-clave  "}""";
        var asUser = await shop.SignInAsync("jane", "securepassword");
        (await anyone.PostAsync("/api/users/reset-password/change-password", change)).ShouldBe(200, """{"message":"Contraseña restablecida exitosamente"}""");
        (await anyone.PostAsync("/api/users/reset-password/change-password", change)).ShouldBe(401, """{"error":"Código no verificado o expirado"}""");
        (await asUser.GetAsync("/api/notifications-that-are-not-there")).ShouldBe(404);
        (await asUser.GetAsync("/api/suggest/vendors")).ShouldBe(401, """{"error":"No autenticado"}""");
        await shop.SignInAsync("jane", "nueva-clave");

        const string ana = """{"username":"ana","email":"ana@example.com","password":"secreto1","role":"vendedor"}""";
        (await root.PostAsync("/api/users", ana)).ShouldBe(201, """{"message":"Usuario creado exitosamente"}""");
        (await root.PostAsync("/api/users", ana)).ShouldBe(409, """{"error":"El correo ya está registrado"}""");
        (await root.PostAsync("/api/users", ana.Replace("ana@", "otra@", StringComparison.Ordinal))).ShouldBe(409, """{"error":"Este usuario ya existe"}""");
        (await root.PutAsync("/api/users/3", """{"username":"ana"}""")).ShouldBe(200, """{"message":"No hay cambios que aplicar"}""");
        (await root.PutAsync("/api/users/3", """{"email":"ana2@example.com"}""")).ShouldBe(200, """{"message":"Usuario actualizado exitosamente"}""");
        (await root.GetAsync("/api/users/3")).ShouldBe(200, """{"id":3,"username":"ana","email":"ana2@example.com","role":"vendedor","status":1,"created_at":"2026-05-01T10:00:00"}""");
        Assert.Equal(1, await shop.LookAsync((_, db) => db.Notifications.CountAsync(n => n.MembershipId == 3 && n.Kind == "account.changed")));
        (await root.DeleteAsync("/api/users/1")).ShouldBe(400, """{"error":"No puedes darte de baja a ti mismo"}""");
        var seller = await shop.SignInAsync("ana", "secreto1");
        (await seller.GetAsync("/api/users")).ShouldBe(403, """{"error":"Permiso denegado"}""");
        (await seller.GetAsync("/api/suggest/vendors?q=AN")).ShouldBe(200, """{"data":[{"id":3,"username":"ana","email":"ana2@example.com"},{"id":2,"username":"jane","email":"jane@example.com"}]}""");
        (await seller.GetAsync("/api/suggest/vendors?q=root")).ShouldBe(200, """{"data":[]}""");
        (await seller.GetAsync("/api/suggest/vendors?q=%25")).ShouldBe(200, """{"data":[]}""");
        (await root.GetAsync("/api/users?search=EXAMPLE.com&limit=1&page=2")).ShouldBe(200, """{"data":[{"id":2,"username":"jane","email":"jane@example.com","role":"vendedor","status":1,"created_at":"2026-05-01T10:00:00"}],"total":3,"page":2,"pages":3,"limit":1}""");
    }

    [Theory, EachDatabase]
    public async Task Every_wrong_input_gets_the_text_of_the_contract(Database database)
    {
        await using var shop = await Shop.OpenAsync(database);
        var root = await shop.SignInAsync();
        async Task Refused(string path, string body, int status, string error) => (await root.PostAsync(path, body)).ShouldBe(status, $$"""{"error":"{{error}}"}""");
        var long31 = new string('x', 31);
        var password129 = new string('x', 129);
        var email101 = new string('x', 95) + "@ab.cd";
        foreach (var body in (string[])["", "[]", "5", "null", "{", "\"x\""]) await Refused("/api/users", body, 400, "Cuerpo JSON inválido");
        foreach (var body in (string[])["{}", """{"username":null,"email":"a@b.c","password":"x","role":"root"}"""]) await Refused("/api/users", body, 400, "Faltan campos requeridos");
        string User(string name, string email, string password, string role) => $$"""{"username":{{name}},"email":{{email}},"password":{{password}},"role":{{role}}}""";
        await Refused("/api/users", User("\"a\"", "\"malo\"", "\"x\"", "\"root\""), 400, "Email: Formato de email inválido");
        await Refused("/api/users", User("\"a\"", "\"a@b.c\"", "\"x\"", "\"jefe\""), 400, "Rol no válido");
        await Refused("/api/users", User("\"a\"", "\"a@b.c\"", "\"x\"", "[1]"), 400, "Rol no válido");
        await Refused("/api/users", User($"\"{long31}\"", "\"a@b.c\"", "\"x\"", "\"root\""), 400, "Usuario: Máximo 30 caracteres (tiene 31)");
        await Refused("/api/users", User("\"a\"", $"\"{email101}\"", "\"x\"", "\"root\""), 400, "Email: Máximo 100 caracteres (tiene 101)");
        await Refused("/api/users", User("\"a\"", "\"a@b.c\"", $"\"{password129}\"", "\"root\""), 400, "Contraseña: Máximo 128 caracteres (tiene 129)");
        await Refused("/api/users", User("\"  \"", "\"a@b.c\"", "\"x\"", "\"root\""), 400, "Usuario: El campo es obligatorio");
        await Refused("/api/users", User("\"a\"", "\" \"", "\"x\"", "\"root\""), 400, "Email: El campo es obligatorio");
        await Refused("/api/users", User("\"a\"", "\"a@b.c\"", "\"\"", "\"root\""), 400, "Contraseña: El campo es obligatorio");
        await Refused("/api/users", User("7", "\"a@b.c\"", "\"x\"", "\"root\""), 400, "Usuario: Debe ser texto");
        await Refused("/api/users", User("\"a\\u0000\"", "\"a@b.c\"", "\"x\"", "\"root\""), 400, "Usuario: Debe ser texto");
        await Refused("/api/users", User("\"a\\ud800\"", "\"a@b.c\"", "\"x\"", "\"root\""), 400, "Usuario: Debe ser texto");
        await Refused("/api/register", """{"username":["a"],"email":"a@b.c","password":"123456"}""", 400, "Faltan campos requeridos");
        await Refused("/api/register", """{"username":"a","email":"ab","password":"123456"}""", 400, "Email inválido: Formato de email inválido");
        await Refused("/api/register", $$"""{"username":"a","email":"{{email101}}","password":"123456"}""", 400, "Email inválido: Máximo 100 caracteres (tiene 101)");
        await Refused("/api/register", $$"""{"username":"{{long31}}","email":"a@b.c","password":"123456"}""", 400, "Usuario: Máximo 30 caracteres (tiene 31)");
        await Refused("/api/register", $$"""{"username":"a","email":"a@b.c","password":"{{password129}}"}""", 400, "Contraseña: Máximo 128 caracteres (tiene 129)");
        await Refused("/api/users/reset-password", "{}", 400, "Faltan campos requeridos");
        await Refused("/api/users/reset-password", """{"email":"nada"}""", 400, "Formato de correo inválido");
        await Refused("/api/users/reset-password", """{"email":5}""", 400, "Formato de correo inválido");
        await Refused("/api/users/reset-password", """{"email":"nadie@example.com"}""", 404, "Usuario no encontrado");
        await Refused("/api/users/validate-code", """{"email":"a@b.c"}""", 400, "Faltan campos requeridos");
        await Refused("/api/users/validate-code", """{"email":"a@b.c","code":1e400}""", 401, "Código inválido o expirado");
        await Refused("/api/users/reset-password/change-password", "{}", 401, "Código no verificado o expirado");
        foreach (var id in (string[])["abc", "-1", "99999999999999999999"]) (await root.GetAsync("/api/users/" + id)).ShouldBe(404);
        (await root.GetAsync("/api/users/4711")).ShouldBe(404, """{"error":"Usuario no encontrado"}""");
        (await root.PutAsync("/api/users/4711", "{}")).ShouldBe(404, """{"error":"Usuario no encontrado"}""");
        (await root.PutAsync("/api/users/1", """{"status":"si"}""")).ShouldBe(400, """{"error":"Estado: Debe ser un número entero"}""");
        (await root.PutAsync("/api/users/1", """{"role":"jefe","password":"","status":"1"}""")).ShouldBe(200, """{"message":"No hay cambios que aplicar"}""");
        (await root.DeleteAsync("/api/users/4711")).ShouldBe(200, """{"message":"Usuario dado de baja"}""");
        (await root.GetAsync("/api/users?search=%00&page=9999999999&limit=0")).ShouldBe(200, """{"data":[],"total":1,"page":2147483647,"pages":1,"limit":1}""");
    }
}
