using Bodega.Server.Tests.Harness;
using Bodega.Tests;

namespace Bodega.Server.Tests.StockManager;

/// <summary>Contract §11.1: what the trail tells of users.</summary>
public sealed class UserTrail
{
    [Theory, EachDatabase]
    public async Task Users_are_told_in_the_contracts_words(Database database)
    {
        await using var shop = await Shop.OpenAsync(database);
        var root = await shop.SignInAsync();
        (await root.PostAsync("/api/users", """{"username":"ana","email":"ana@example.com","password":"secreto1","role":"vendedor"}""")).ShouldBe(201);
        (await root.PutAsync("/api/users/2", """{"role":"admin"}""")).ShouldBe(200);
        (await root.DeleteAsync("/api/users/2")).ShouldBe(200);
        (await root.GetAsync("/api/entity/user/2")).ShouldBe(200, """{"entity_type":"user","entity_id":2,"changes":[{"user_id":1,"username":"root","action":"create","old_value":null,"new_value":null,"timestamp":"2026-05-01T10:00:00.000000","description":"Nuevo Usuario creado — Nombre de usuario: 'ana', Email: 'ana@example.com', Rol: 'vendedor'"},{"user_id":1,"username":"root","action":"update","old_value":{"id":2,"username":"ana","email":"ana@example.com","role":"vendedor","status":1},"new_value":{"id":2,"username":"ana","email":"ana@example.com","role":"admin","status":1},"timestamp":"2026-05-01T10:00:00.000000","description":"Cambios: Rol: 'vendedor' → 'admin'"},{"user_id":1,"username":"root","action":"delete","old_value":{"id":2,"username":"ana","email":"ana@example.com","role":"admin","status":1},"new_value":null,"timestamp":"2026-05-01T10:00:00.000000","description":"Usuario eliminado — Nombre de usuario: 'ana' (ID: 2)"}]}""");
    }
}
