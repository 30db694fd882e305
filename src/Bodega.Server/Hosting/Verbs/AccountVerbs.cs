using System.CommandLine;
using Bodega.Accounts;
using Bodega.Data;
using Bodega.Kernel;
using Bodega.Tenants;

namespace Bodega.Server.Hosting.Verbs;

/// <summary><c>bodega account add</c> and <c>bodega account password</c>.</summary>
internal static class AccountVerbs
{
    private static readonly string[] Roles = ["owner", "admin", "staff", "customer"];

    public static Command Command()
    {
        var account = new Command("account", "Makes accounts and sets passwords, without being signed in.");
        account.Subcommands.Add(Add());
        account.Subcommands.Add(Password());
        return account;
    }

    private static Command Add()
    {
        var userName = new Argument<string>("user-name") { Description = "Name within the tenant." };
        var email = new Argument<string>("email") { Description = "E-mail; unique among all accounts." };
        var role = new Option<string>("--role") { Description = "owner (StockManager: root), admin, staff (vendedor) or customer.", DefaultValueFactory = _ => "staff" };
        role.AcceptOnlyFromAmong(Roles);
        var tenant = new Option<string>("--tenant") { Description = "Slug of the tenant.", DefaultValueFactory = _ => FirstRun.MainTenant };
        var generate = GenerateOption();
        var add = new Command("add", "Makes an account that can sign in at once. The password is asked for, or read as one line from standard input.") { userName, email, role, tenant, generate };
        add.SetAction((parsed, ct) => UseAsync(async services =>
        {
            if (NewPassword.Read(parsed.GetValue(generate)) is not { } password) return CommandLine.Refused;
            var request = new NewAccount(
                parsed.GetRequiredValue(userName), parsed.GetRequiredValue(email), Enum.Parse<MembershipRole>(parsed.GetRequiredValue(role), ignoreCase: true),
                parsed.GetRequiredValue(tenant), password.Text);
            if (!(await services.GetRequiredService<AddAccount>().RunAsync(request, ct)).Succeeded(out var id, out var fault)) return Refuse(fault);
            await Console.Out.WriteLineAsync($"Added {request.UserName} (user {id}, {parsed.GetRequiredValue(role)} of {request.TenantSlug}).{password.ShownOnce}");
            return CommandLine.Ok;
        }, ct));
        return add;
    }

    private static Command Password()
    {
        var who = new Argument<string>("user-name-or-email") { Description = "Whose password." };
        var generate = GenerateOption();
        var password = new Command("password", "Sets a new password, ends all of the account's sessions and lifts the lock on guessing. The password is asked for, or read as one line from standard input.") { who, generate };
        password.SetAction((parsed, ct) => UseAsync(async services =>
        {
            if (NewPassword.Read(parsed.GetValue(generate)) is not { } given) return CommandLine.Refused;
            if (!(await services.GetRequiredService<ResetPasswordByHand>().RunAsync(parsed.GetRequiredValue(who), given.Text, ct)).Succeeded(out var email, out var fault)) return Refuse(fault);
            await Console.Out.WriteLineAsync($"The password of {email} is changed; all its sessions have ended.{given.ShownOnce}");
            return CommandLine.Ok;
        }, ct));
        return password;
    }

    private static Option<bool> GenerateOption() => new("--generate") { Description = "Make up a password and print it once." };

    private static async Task<int> UseAsync(Func<IServiceProvider, Task<int>> act, CancellationToken ct)
    {
        using var host = BodegaServer.Build(CommandLine.ReadConfiguration());
        await host.Services.GetRequiredService<Migrator>().RunAsync(ct);
        await using var scope = host.Services.CreateAsyncScope();
        return await act(scope.ServiceProvider);
    }

    private static int Refuse(Fault fault)
    {
        Console.Error.WriteLine(fault.Code switch
        {
            AddAccount.UnknownTenantCode => $"There is no tenant '{fault.Subject}'.",
            AddAccount.BadUserNameCode => "A user name has 1 to 30 characters.",
            AddAccount.BadEmailCode => $"'{fault.Subject}' is no e-mail address of at most 100 characters.",
            AddAccount.BadPasswordCode => "A password has 6 to 128 characters.",
            AddAccount.TakenCode => $"The user name or the e-mail is in use already: {fault.Subject}",
            ResetPasswordByHand.UnknownAccountCode => $"Nobody has the user name or e-mail '{fault.Subject}'.",
            ResetPasswordByHand.AmbiguousCode => $"'{fault.Subject}' is a user name of several people in different tenants: give the e-mail.",
            var code => code,
        });
        return CommandLine.Refused;
    }
}
