// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";

import {VaultFixture} from "./support/VaultFixture.sol";
import {HostileToken, PlainToken} from "./support/Tokens.sol";
import {IGoverned} from "../../contracts/interfaces/IGoverned.sol";
import {IMarginVault} from "../../contracts/interfaces/IMarginVault.sol";
import {IMarginVaultBase} from "../../contracts/interfaces/IMarginVaultBase.sol";
import {AccountState, MarginTags, Row, WithdrawRequest} from "../../contracts/interfaces/IMarginTypes.sol";

/// @title Opening, deposits and the asset table.
contract VaultDepositTests is VaultFixture {
    HostileToken private _ether;

    function setUp() public override {
        super.setUp();
        _ether = new HostileToken(18);
        vm.prank(TIMELOCK);
        vault.registerAsset("ETH", address(_ether), 1_000e8);
        _ether.mint(alice, 100e18);
        vm.prank(alice);
        _ether.approve(address(vault), type(uint256).max);
    }

    function test_Open_NewAccount_IsActiveAndEmpty() public {
        vm.prank(alice);
        bytes32 account = vault.open(7);

        (uint64 sequence, bytes32 book, int128 held, AccountState state) = vault.state(account);
        assertEq(account, bytes32((uint256(uint160(alice)) << 96) | 7), "account");
        assertEq(sequence, 0, "sequence");
        assertEq(book, _bookHash(account, new Row[](0)), "book");
        assertEq(int256(held), 0, "cash");
        assertTrue(state == AccountState.Active, "active");
    }

    function test_Open_Twice_IsRefused() public {
        vm.prank(alice);
        vm.expectRevert(IMarginVaultBase.AccountExists.selector);
        vault.open(0);
    }

    function test_Deposit_ByAStranger_CreditsCashAndKeepsTheSequence() public {
        _deposit(aliceAccount, 250e6);

        (uint64 sequence, , int128 held, ) = vault.state(aliceAccount);
        assertEq(int256(held), 250e6, "cash");
        assertEq(sequence, 0, "sequence");
        assertEq(cash.balanceOf(address(vault)), 250e6, "tokens");
    }

    function test_Deposit_ToNobody_IsRefused() public {
        vm.expectRevert(IMarginVaultBase.AccountUnknown.selector);
        vault.deposit(bytes32(uint256(1)), 1);
    }

    function test_Deposit_OfNothing_IsRefused() public {
        vm.expectRevert(IMarginVaultBase.AmountZero.selector);
        vault.deposit(aliceAccount, 0);
    }

    function test_Deposit_OfATokenWithAFee_IsRefused() public {
        cash.mint(address(this), 100e6);
        cash.approve(address(vault), 100e6);
        cash.misbehave(HostileToken.Mode.FeeOnTransfer, address(0), "");

        vm.expectRevert(abi.encodeWithSelector(IMarginVaultBase.DeltaMismatch.selector, 100e6, 100e6 - 1));
        vault.deposit(aliceAccount, 100e6);
    }

    function test_Deposit_OfATokenThatReturnsFalse_IsRefused() public {
        cash.misbehave(HostileToken.Mode.FalseReturn, address(0), "");

        vm.expectRevert(abi.encodeWithSelector(SafeERC20.SafeERC20FailedOperation.selector, address(cash)));
        vault.deposit(aliceAccount, 1);
    }

    function test_Deposit_ThatCallsBack_MeetsTheGuard() public {
        cash.mint(address(this), 1);
        cash.approve(address(vault), 1);
        bytes memory again = abi.encodeCall(IMarginVault.deposit, (aliceAccount, 1));
        cash.misbehave(HostileToken.Mode.CallBack, address(vault), again);

        vault.deposit(aliceAccount, 1);

        bytes4 answer = bytes4(cash.callBackAnswer());
        assertEq(bytes32(answer), bytes32(bytes4(keccak256("ReentrancyGuardReentrantCall()"))), "guarded");
    }

    function test_Deposit_AboveTheCap_IsRefused() public {
        vm.prank(GUARDIAN);
        vault.setDepositCap(0, 99e6);
        cash.mint(address(this), 100e6);
        cash.approve(address(vault), 100e6);

        vm.expectRevert(abi.encodeWithSelector(IMarginVaultBase.DepositCapExceeded.selector, 100e6, 99e6));
        vault.deposit(aliceAccount, 100e6);
    }

    function test_DepositCollateral_ByTheOwner_ChangesTheBookAndTheSequence() public {
        vm.prank(alice);
        vault.depositCollateral(aliceAccount, 1, 2e8);

        (uint64 sequence, bytes32 book, , ) = vault.state(aliceAccount);
        bytes32 collateral = keccak256(abi.encode(MarginTags.COLLATERAL, 1, bytes32("ETH"), uint256(2e8) << 128));
        bytes32 rows = keccak256(abi.encode(MarginTags.ROWS, 0));
        assertEq(book, keccak256(abi.encode(MarginTags.BOOK, address(vault), aliceAccount, rows, collateral)), "book");
        assertEq(sequence, 1, "sequence");
        assertEq(_ether.balanceOf(address(vault)), 2e18, "tokens");
    }

    function test_DepositCollateral_ByAStranger_IsRefused() public {
        vm.expectRevert(IMarginVaultBase.NotOwner.selector);
        vault.depositCollateral(aliceAccount, 1, 1);
    }

    function test_DepositCollateral_OfTheCashAsset_IsRefused() public {
        vm.prank(alice);
        vm.expectRevert(abi.encodeWithSelector(IMarginVaultBase.AssetUnknown.selector, uint8(0)));
        vault.depositCollateral(aliceAccount, 0, 1);
    }

    function test_DepositCollateral_OfAnUnlistedAsset_IsRefused() public {
        vm.prank(alice);
        vm.expectRevert(abi.encodeWithSelector(IMarginVaultBase.AssetUnknown.selector, uint8(2)));
        vault.depositCollateral(aliceAccount, 2, 1);
    }

    /// @notice 6 decimals hold no 1e-8, so half a base unit has no token form.
    function test_DepositCollateral_BetweenBaseUnits_IsRefused() public {
        PlainToken coarse = new PlainToken(6);
        vm.prank(TIMELOCK);
        vault.registerAsset("XRP", address(coarse), 1_000e8);

        vm.prank(alice);
        vm.expectRevert(abi.encodeWithSelector(IMarginVaultBase.NotRepresentable.selector, 150));
        vault.depositCollateral(aliceAccount, 2, 150);
    }

    /// @notice Registered as ETH, BTC, LTC; hashed as BTC, ETH, LTC.
    function test_CollateralHash_OfThreeAssets_FollowsTheirIdentifiers() public {
        PlainToken bitcoin = _register("BTC", 8);
        PlainToken litecoin = _register("LTC", 8);
        _give(bitcoin, 2, 3e8);
        _give(litecoin, 3, 5e8);
        vm.prank(alice);
        vault.depositCollateral(aliceAccount, 1, 7e8);

        bytes32 expected = keccak256(
            abi.encode(
                MarginTags.COLLATERAL,
                3,
                bytes32("BTC"),
                uint256(3e8) << 128,
                bytes32("ETH"),
                uint256(7e8) << 128,
                bytes32("LTC"),
                uint256(5e8) << 128
            )
        );
        assertEq(vault.accountOf(aliceAccount).collateralHash, expected, "collateral hash");
    }

    function test_RegisterAsset_ByAStranger_IsRefused() public {
        vm.expectRevert(abi.encodeWithSelector(IGoverned.OnlyTimelock.selector, address(this)));
        vault.registerAsset("BTC", address(cash), 1);
    }

    function test_RegisterAsset_WithAKnownToken_IsRefused() public {
        _expectNotAcceptable("BTC", address(_ether));
    }

    function test_RegisterAsset_WithAKnownIdentifier_IsRefused() public {
        _expectNotAcceptable("ETH", address(new PlainToken(8)));
    }

    function test_RegisterAsset_WithLowerCase_IsRefused() public {
        _expectNotAcceptable("btc", address(new PlainToken(8)));
    }

    function test_RegisterAsset_WithoutCode_IsRefused() public {
        _expectNotAcceptable("BTC", STRANGER);
    }

    function test_RegisterAsset_WithNineteenDecimals_IsRefused() public {
        _expectNotAcceptable("BTC", address(new PlainToken(19)));
    }

    function test_RegisterAsset_BeyondEight_IsRefused() public {
        bytes32[6] memory names = [bytes32("A"), "B", "C", "D", "E", "F"];
        for (uint256 i = 0; i < names.length; ++i) _register(names[i], 8);

        _expectNotAcceptable("G", address(new PlainToken(8)));
    }

    function test_SetDepositCap_RaisedByTheGuardian_IsRefused() public {
        vm.prank(GUARDIAN);
        vm.expectRevert(IMarginVaultBase.OnlyDownward.selector);
        vault.setDepositCap(1, 1_000e8 + 1);
    }

    function test_SetDepositCap_OfAnUnlistedAsset_IsRefused() public {
        vm.prank(TIMELOCK);
        vm.expectRevert(abi.encodeWithSelector(IMarginVaultBase.AssetUnknown.selector, uint8(2)));
        vault.setDepositCap(2, 1);
    }

    function test_WithdrawFlat_OfAnUnlistedAsset_IsRefused() public {
        WithdrawRequest memory request = WithdrawRequest(aliceAccount, 2, 1, RECIPIENT);
        vm.prank(alice);
        vm.expectRevert(abi.encodeWithSelector(IMarginVaultBase.AssetUnknown.selector, uint8(2)));
        vault.withdrawFlat(request);
    }

    function test_AssetOf_AnUnlistedAsset_IsRefused() public {
        vm.expectRevert(abi.encodeWithSelector(IMarginVaultBase.AssetUnknown.selector, uint8(2)));
        vault.assetOf(2);
    }

    function test_AdoptModel_WithoutDisputes_IsRefused() public {
        bytes32 other = _scheduleModel(0, 2);

        vm.prank(TIMELOCK);
        vm.expectRevert(abi.encodeWithSignature("ProfileNotEnforceable(bytes32,uint32)", other, uint32(4)));
        vault.adoptModel(other);
    }

    function test_AdoptModel_ByAStranger_IsRefused() public {
        vm.expectRevert(abi.encodeWithSelector(IGoverned.OnlyTimelock.selector, address(this)));
        vault.adoptModel(modelId);
    }

    function _register(bytes32 assetId, uint8 decimals) private returns (PlainToken token) {
        token = new PlainToken(decimals);
        vm.prank(TIMELOCK);
        vault.registerAsset(assetId, address(token), 1_000e8);
    }

    function _give(PlainToken token, uint8 asset, uint128 amount) private {
        token.mint(alice, amount);
        vm.startPrank(alice);
        token.approve(address(vault), amount);
        vault.depositCollateral(aliceAccount, asset, amount);
        vm.stopPrank();
    }

    function _expectNotAcceptable(bytes32 assetId, address token) private {
        vm.prank(TIMELOCK);
        vm.expectRevert(abi.encodeWithSelector(IMarginVaultBase.AssetNotAcceptable.selector, assetId, token));
        vault.registerAsset(assetId, token, 1);
    }
}

/// @title Cash tokens of other decimals: money stays in micro-units.
abstract contract CashDecimalTests is VaultFixture {
    function _cycle(uint128 amount, uint256 tokens) internal {
        _deposit(aliceAccount, amount);
        assertEq(cash.balanceOf(address(vault)), tokens, "tokens held");

        vm.prank(alice);
        vault.withdrawFlat(WithdrawRequest(aliceAccount, 0, amount, RECIPIENT));

        assertEq(cash.balanceOf(RECIPIENT), tokens, "tokens paid");
        assertEq(cash.balanceOf(address(vault)), 0, "tokens left");
    }
}

/// @title A cash token of whole units.
contract CashZeroDecimalTests is CashDecimalTests {
    function _cashDecimals() internal pure override returns (uint8) {
        return 0;
    }

    function test_Cycle_OfThreeUnits_ReturnsThem() public {
        _cycle(3e6, 3);
    }

    function test_Deposit_OfHalfAUnit_IsRefused() public {
        vm.expectRevert(abi.encodeWithSelector(IMarginVaultBase.NotRepresentable.selector, 1_500_000));
        vault.deposit(aliceAccount, 1_500_000);
    }

    function test_WithdrawFlat_OfHalfAUnit_IsRefused() public {
        _deposit(aliceAccount, 3e6);

        vm.prank(alice);
        vm.expectRevert(abi.encodeWithSelector(IMarginVaultBase.NotRepresentable.selector, 500_000));
        vault.withdrawFlat(WithdrawRequest(aliceAccount, 0, 500_000, RECIPIENT));
    }
}

/// @title A cash token of 8 decimals.
contract CashEightDecimalTests is CashDecimalTests {
    function _cashDecimals() internal pure override returns (uint8) {
        return 8;
    }

    function test_Cycle_OfOneMicroUnit_ReturnsIt() public {
        _cycle(1, 100);
    }
}

/// @title A cash token of 18 decimals.
contract CashEighteenDecimalTests is CashDecimalTests {
    function _cashDecimals() internal pure override returns (uint8) {
        return 18;
    }

    function test_Cycle_OfOneMicroUnit_ReturnsIt() public {
        _cycle(1, 1e12);
    }
}
